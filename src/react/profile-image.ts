// The parts of the component, as `ProfileImage.Root`, `ProfileImage.Choose` …
export { Cancel, Choose, Remove, Retry, Undo } from './parts/buttons.tsx'
export { Field } from './parts/field.tsx'
export { FailedPreview, Fallback, Preview } from './parts/preview.tsx'
export { Progress } from './parts/progress.tsx'
export { Root } from './parts/root.tsx'
export { Take } from './parts/take.tsx'
export { Amount, ErrorText as Error, Hint, Label, Status } from './parts/texts.tsx'
