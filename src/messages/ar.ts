import type { Format } from '../react/texts/format.ts'
import type { Messages } from '../react/texts/messages.ts'
import { withReason } from '../react/texts/with-reason.ts'
import { pluralForm } from './plural-form.ts'

const unreachable = 'تعذّر الوصول إلى خدمة الرفع. يُرجى التحقق من اتصالك ثم إعادة المحاولة.'
const broken = 'تعذّر رفع صورتك.'
const failed = 'تعذّر رفع صورتك. يُرجى إعادة المحاولة.'
const refused = ({ reason }: { reason: string | null }) => withReason('لم تُقبل هذه الصورة.', isolated(reason))

/** The texts of the component in Arabic. Your page sets `dir="rtl"`. */
export const ar: Messages = {
  locale: 'ar',
  label: 'صورة الملف الشخصي',
  choose: 'اختيار صورة',
  change: 'تغيير الصورة',
  take: 'التقاط صورة',
  remove: 'إزالة الصورة',
  cancel: 'إلغاء',
  retry: 'إعادة المحاولة',
  undo: 'تراجع',
  imageAlt: 'صورة الملف الشخصي الحالية',
  previewAlt: 'صورة الملف الشخصي الجديدة',
  hint: (rules, format) =>
    `${format.types(rules.types)}، بحد أقصى ${format.bytes(rules.maxSizeBytes)}. ` +
    'يمكنك أيضًا إفلات صورة هنا أو لصقها.',
  dropHere: 'يُرجى إفلات الصورة لاستخدامها.',
  checking: 'جارٍ فحص الصورة.',
  uploading: (fileName) => `جارٍ رفع ${fileName}.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} من ${format.bytes(totalBytes)}`,
  progress: 'جارٍ رفع الصورة',
  uploaded: (fraction, format) => `تم رفع ${format.percent(fraction)}.`,
  slow: 'ما زال الرفع جاريًا. اتصالك بطيء.',
  finishing: 'جارٍ الإنهاء.',
  waitingForConnection: 'لا يوجد اتصال بالإنترنت. سيُستأنف الرفع عند عودة الاتصال.',
  backOnline: 'عاد الاتصال. جارٍ استئناف الرفع.',
  saved: 'تم حفظ صورة الملف الشخصي.',
  cancelled: 'تم إلغاء الرفع.',
  removing: 'جارٍ إزالة الصورة.',
  removed: 'تمت إزالة صورة الملف الشخصي.',
  restored: 'تمت استعادة صورة الملف الشخصي.',
  undoAvailable: 'خيار «تراجع» متاح.',
  retryAvailable: 'خيار «إعادة المحاولة» متاح.',
  pastedPhoto: 'صورة ملصقة',
  required: 'يُرجى اختيار صورة.',
  unfinished: 'يُرجى الانتظار حتى يكتمل رفع صورتك.',
  errorPrefix: 'خطأ:',
  errors: {
    'file-empty': 'الملف المحدد فارغ.',
    'too-many-files': ({ count }, format) => `يُرجى اختيار صورة واحدة. لقد اخترت ${files(count, format)}.`,
    'folder-dropped': 'لا يمكن استخدام المجلدات. يُرجى اختيار صورة.',
    'link-dropped': 'هذه الصورة رابط. يُرجى حفظها على جهازك، أو نسخ الصورة ولصقها.',
    'unsupported-type': ({ type, allowed }, format) =>
      `يجب أن يكون الملف المحدد بتنسيق ${format.types(allowed)}. ` +
      (type === null ? 'هذا الملف ليس صورة نتعرف عليها.' : `تنسيق هذا الملف هو ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `يجب ألا يتجاوز حجم الملف المحدد ${format.bytes(maxSizeBytes)}. حجم هذا الملف ${format.bytes(sizeBytes)}.`,
    'picture-corrupt': 'تعذّر فتح هذه الصورة. قد تكون تالفة.',
    'picture-too-small': ({ minSidePixels }, format) =>
      `هذه الصورة صغيرة جدًا. يجب ألا يقل كل من عرضها وارتفاعها عن ${pixels(minSidePixels, format)}.`,
    'too-many-pixels': 'عدد وحدات البكسل في هذه الصورة كبير جدًا. يُرجى اختيار صورة أصغر.',
    'heic-unsupported': ({ allowed }, format) =>
      `هذه الصورة بتنسيق HEIC. يُرجى اختيار صورة بتنسيق ${format.types(allowed)}.`,
    'metadata-left': 'تعذّرت إزالة الموقع الجغرافي من هذه الصورة. يُرجى اختيار صورة أخرى.',
    unauthenticated: 'انتهت جلستك. يُرجى تسجيل الدخول مجددًا ثم إعادة المحاولة.',
    forbidden: 'ليس لديك إذن بتغيير هذه الصورة.',
    'request-rejected': refused,
    'rate-limited': 'عدد كبير جدًا من الصور في وقت قصير. يُرجى الانتظار قليلًا ثم إعادة المحاولة.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'لا يمكن حفظ الصور في الوقت الحالي.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'لا يمكن رفع الصور إلا عبر اتصال آمن (https).',
    offline: 'لا يوجد اتصال بالإنترنت. يُرجى إعادة المحاولة عند عودة الاتصال.',
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
    revoked: 'تم إيقاف هذا الرفع. يُرجى اختيار صورة من جديد.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'تم حفظ صورة أحدث بالفعل.',
    'remove-rejected': ({ reason }) => withReason('تعذّرت إزالة الصورة.', isolated(reason)),
    aborted: 'تم إلغاء الرفع.',
    unexpected: 'حدث خطأ ما. يُرجى إعادة المحاولة.',
  },
}

function files(count: number, format: Format): string {
  const number = format.number(count)
  return pluralForm('ar', count, {
    one: 'ملفًا واحدًا',
    two: 'ملفين',
    few: `${number} ملفات`,
    many: `${number} ملفًا`,
    other: `${number} ملف`,
  })
}

function pixels(count: number, format: Format): string {
  const number = format.number(count)
  return pluralForm('ar', count, {
    one: 'بكسل واحد',
    two: 'بكسلين',
    few: `${number} بكسلات`,
    many: `${number} بكسلًا`,
    other: `${number} بكسل`,
  })
}

/** Backends answer in any language: one that runs from left to right would end with its full stop on the wrong side. */
function isolated(reason: string | null): string | null {
  return reason === null ? null : `\u2068${reason}\u2069`
}
