import type { Messages } from '../react/texts/messages.ts'

const unreachable = 'アップロードサービスに接続できませんでした。接続を確認して、再試行してください。'
const broken = '写真をアップロードできませんでした。'
const failed = '写真をアップロードできませんでした。再試行してください。'
const refused = ({ reason }: { reason: string | null }) =>
  `この写真は受け付けられませんでした。${reason ?? ''}`

/** The texts of the component in Japanese. */
export const ja: Messages = {
  locale: 'ja',
  label: 'プロフィール写真',
  choose: '写真を選択',
  change: '写真を変更',
  take: '写真を撮影',
  remove: '写真を削除',
  cancel: 'キャンセル',
  retry: '再試行',
  undo: '元に戻す',
  imageAlt: '現在のプロフィール写真',
  previewAlt: '新しいプロフィール写真',
  hint: (rules, format) =>
    `${format.types(rules.types)}形式、${format.bytes(rules.maxSizeBytes)}まで。` +
    '写真のドロップや貼り付けもできます。',
  dropHere: 'ドロップすると、この写真を使用します。',
  checking: '写真を確認しています。',
  uploading: (fileName) => `${fileName}をアップロードしています。`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(totalBytes)}中${format.bytes(sentBytes)}`,
  progress: '写真をアップロード中',
  uploaded: (fraction, format) => `${format.percent(fraction)}アップロードしました。`,
  slow: 'アップロードを続けています。接続が遅くなっています。',
  finishing: '完了処理をしています。',
  waitingForConnection: 'オフラインです。接続が回復すると、アップロードを再開します。',
  backOnline: 'オンラインに戻りました。アップロードを再開します。',
  saved: 'プロフィール写真を保存しました。',
  cancelled: 'アップロードをキャンセルしました。',
  removing: '写真を削除しています。',
  removed: 'プロフィール写真を削除しました。',
  restored: 'プロフィール写真を元に戻しました。',
  undoAvailable: '「元に戻す」を使用できます。',
  retryAvailable: '「再試行」を使用できます。',
  pastedPhoto: '貼り付けた写真',
  required: '写真を選択してください。',
  unfinished: '写真のアップロードが終わるまでお待ちください。',
  errorPrefix: 'エラー:',
  errors: {
    'file-empty': '選択したファイルは空です。',
    'too-many-files': ({ count }, format) =>
      `写真を1枚だけ選択してください。${format.number(count)}個のファイルが選択されました。`,
    'folder-dropped': 'フォルダーは使用できません。写真を選択してください。',
    'link-dropped': 'この画像はリンクです。端末に保存するか、画像をコピーして貼り付けてください。',
    'unsupported-type': ({ type, allowed }, format) =>
      `${format.types(allowed)}形式のファイルを選択してください。` +
      (type === null
        ? 'このファイルは画像として認識できませんでした。'
        : `このファイルは${format.types([type])}形式です。`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `選択できるファイルは${format.bytes(maxSizeBytes)}までです。このファイルは${format.bytes(sizeBytes)}です。`,
    'picture-corrupt': 'この画像を開けませんでした。破損している可能性があります。',
    'picture-too-small': ({ minSidePixels }, format) =>
      `この画像は小さすぎます。幅と高さがそれぞれ${format.number(minSidePixels)}ピクセル以上必要です。`,
    'too-many-pixels': 'この画像はピクセル数が多すぎます。もっと小さい画像を選択してください。',
    'heic-unsupported': ({ allowed }, format) =>
      `この写真はHEIC形式です。${format.types(allowed)}形式の写真を選択してください。`,
    'metadata-left': 'この写真から位置情報を削除できませんでした。別の写真を選択してください。',
    unauthenticated: 'セッションが終了しました。もう一度ログインしてから、再試行してください。',
    forbidden: 'この写真を変更する権限がありません。',
    'request-rejected': refused,
    'rate-limited': '短時間に送信された写真が多すぎます。しばらく待ってから、再試行してください。',
    'backend-unavailable': failed,
    'storage-misconfigured': '現在、写真を保存できません。',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': '写真は安全な接続（https）でのみアップロードできます。',
    offline: 'オフラインです。接続してから、再試行してください。',
    network: unreachable,
    cors: unreachable,
    stalled: unreachable,
    'url-expired': failed,
    'signature-mismatch': failed,
    'clock-skew': failed,
    'credentials-expired': failed,
    'checksum-mismatch': failed,
    'storage-busy': failed,
    'storage-rejected': failed,
    redirected: broken,
    'not-uploaded': failed,
    'ticket-invalid': failed,
    revoked: 'このアップロードは停止されました。写真をもう一度選択してください。',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'より新しい写真がすでに保存されています。',
    'remove-rejected': ({ reason }) => `写真を削除できませんでした。${reason ?? ''}`,
    aborted: 'アップロードはキャンセルされました。',
    unexpected: '問題が発生しました。再試行してください。',
  },
}
