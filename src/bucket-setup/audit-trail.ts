import type { SetupConfig } from './setup-options.ts'

/** As `put-event-selectors` of CloudTrail has it in JSON. */
export interface EventSelector {
  /** Names the selector. */
  Name: string
  /** All have to hold. */
  FieldSelectors: readonly {
    readonly Field: string
    readonly Equals?: readonly string[]
    readonly StartsWith?: readonly string[]
  }[]
}

/** A question to the trail, in the SQL of Athena. */
export interface AbuseQuery {
  /** In kebab-case. */
  name: string
  /** What its rows are. */
  finds: string
  /** Over a table `cloudtrail_logs`, as the CloudTrail console makes it. */
  sql: string
}

/** Every write to an object of ours. Reads would be as many events as there are visitors. */
export function eventSelectors({ bucketArn, prefix }: SetupConfig): readonly EventSelector[] {
  return [
    {
      Name: 'Writes to profile images',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'readOnly', Equals: ['false'] },
        { Field: 'resources.ARN', StartsWith: [`${bucketArn}/${prefix}`] },
      ],
    },
  ]
}

const KEY = "json_extract_scalar(requestparameters, '$.key')"
const BY_URL = "json_extract_scalar(additionaleventdata, '$.AuthenticationMethod') = 'QueryString'"
const TIME = 'from_iso8601_timestamp(eventtime)'
const SIGNED = `date_parse(json_extract_scalar(requestparameters, '$["X-Amz-Date"]'), '%Y%m%dT%H%i%sZ')`

export function abuseQueries(config: SetupConfig): readonly AbuseQuery[] {
  const { bucket, folders, uploadUrlExpiresInSeconds } = config
  const from = [
    'FROM cloudtrail_logs',
    "WHERE eventsource = 's3.amazonaws.com'",
    `AND json_extract_scalar(requestparameters, '$.bucketName') = ${literal(bucket)}`,
  ].join('\n')
  const within = (folder: string) => `starts_with(${KEY}, ${literal(folder)})`
  const query = (name: string, finds: string, ...lines: string[]): AbuseQuery => ({
    name,
    finds,
    sql: `${lines.join('\n')};`,
  })
  return [
    query(
      'urls-that-we-never-sign',
      'presigned writes that are no upload: somebody else signs with your credentials',
      `SELECT eventtime, eventname, ${KEY} AS key, errorcode, sourceipaddress, useridentity.arn`,
      `${from}\nAND ${BY_URL}`,
      `AND NOT (eventname = 'PutObject' AND ${within(folders.staging)})`,
      'ORDER BY eventtime',
    ),
    query(
      'old-urls',
      'uploads by a URL that is older than it may be, or by a clock that is wrong',
      `SELECT eventtime, ${KEY} AS key, errorcode, sourceipaddress,`,
      `  to_unixtime(${TIME}) - to_unixtime(${SIGNED}) AS age_seconds`,
      `${from}\nAND ${BY_URL}`,
      `AND to_unixtime(${TIME}) - to_unixtime(${SIGNED}) > ${uploadUrlExpiresInSeconds}`,
      'ORDER BY eventtime',
    ),
    query(
      'bursts-of-refusals',
      'addresses that tried URLs which were refused, twenty times within five minutes',
      `SELECT sourceipaddress, floor(to_unixtime(${TIME}) / 300) AS five_minutes, errorcode, count(*) AS tries`,
      `${from}\nAND ${BY_URL} AND errorcode IS NOT NULL`,
      'GROUP BY 1, 2, 3 HAVING count(*) >= 20',
      'ORDER BY tries DESC',
    ),
    query(
      'writers-of-images',
      'who has written and deleted final images: only the server should',
      'SELECT useridentity.arn, eventname, count(*) AS calls, min(eventtime) AS first, max(eventtime) AS last',
      `${from}\nAND ${within(folders.images)}`,
      'GROUP BY 1, 2 ORDER BY calls',
    ),
  ]
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
