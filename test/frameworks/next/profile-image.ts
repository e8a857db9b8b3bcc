export { handler } from '../recipes/profile-image'
