/**
 * What a browser sends with its PUT, beside what it adds itself: each of them is signed, and each has to be named in
 * the CORS rule of the bucket.
 */
export const UPLOAD_HEADERS: readonly string[] = ['content-type', 'if-none-match', 'x-amz-checksum-sha256']
