import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'

/** Whatever the machine has: the environment, the role of a task, a pod or an instance, `aws sso login`. */
export const ofTheMachine = fromNodeProviderChain()

/** A session of a role that may do nothing else; STS gives it to whom the credentials above belong. */
export const ofARole = fromTemporaryCredentials({
  params: { RoleArn: process.env['ROLE_ARN'], RoleSessionName: 'profile-image' },
  clientConfig: { region: 'eu-central-1' },
})
