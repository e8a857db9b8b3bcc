import type { SetupConfig } from './setup-options.ts'

/** The configuration of a CloudFront response headers policy, in JSON. */
export interface ImageHeadersDocument {
  /** Of the policy, in the account. */
  Name: string
  /** What it is for. */
  Comment: string
  /** Headers that CloudFront knows by name. */
  SecurityHeadersConfig: {
    readonly ContentTypeOptions: { readonly Override: true }
    readonly ContentSecurityPolicy: {
      readonly Override: true
      readonly ContentSecurityPolicy: string
    }
    readonly ReferrerPolicy: { readonly Override: true; readonly ReferrerPolicy: 'no-referrer' }
  }
  /** Others. */
  CustomHeadersConfig: {
    readonly Quantity: number
    readonly Items: readonly { readonly Header: string; readonly Value: string; readonly Override: true }[]
  }
}

/**
 * What an image has to be served with, and S3 cannot store: no guessing of its type, and no script whatever it is.
 * Give it to the distribution of the images, on a host name of its own.
 */
export function imageHeaders({ name, partition }: SetupConfig): ImageHeadersDocument | null {
  // A template that names a type which its region does not know is refused as a whole.
  if (partition === 'aws-us-gov') return null
  return {
    Name: name,
    Comment: 'Profile images: an image, and nothing else',
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "default-src 'none'; sandbox" },
      ReferrerPolicy: { Override: true, ReferrerPolicy: 'no-referrer' },
    },
    CustomHeadersConfig: {
      Quantity: 1,
      Items: [{ Header: 'Cross-Origin-Resource-Policy', Value: 'cross-origin', Override: true }],
    },
  }
}
