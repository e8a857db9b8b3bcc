import { expectTypeOf, test } from 'vitest'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../src/server/index.ts'
import { toNodeListener } from '../../src/server/node.ts'

interface User {
  id: string
  plan: 'free' | 'paid'
}
declare const users: { current(request: Request): Promise<User | null>; image(id: string): string | null }
declare const settings: { region: string; endpoint?: string; maxSizeBytes?: number }

const store = s3Store({ bucket: 'pictures', region: settings.region, endpoint: settings.endpoint })
const needed = {
  store,
  ticketSecret: 'secret',
  imageUrl: 'https://img.example.com',
  loadImage: ({ id }: User) => users.image(id),
  saveImage: () => {},
}

test('the owner that authorize finds is the one that the others get', () => {
  createProfileImageHandler({
    ...needed,
    authorize: (request) => users.current(request),
    loadImage(owner) {
      expectTypeOf(owner).toEqualTypeOf<User>()
      return users.image(owner.id)
    },
    saveImage(owner, image) {
      expectTypeOf(owner.plan).toEqualTypeOf<'free' | 'paid'>()
      expectTypeOf(image).toEqualTypeOf<StoredImage | null>()
    },
  })
})

test('a handler without a context is called with the request alone', () => {
  const handler = createProfileImageHandler({ ...needed, authorize: users.current })
  expectTypeOf(handler(new Request('https://a.example'))).toEqualTypeOf<Promise<Response>>()
  toNodeListener(handler)
})

test('a context is asked for by whoever calls the handler', () => {
  const handler = createProfileImageHandler({
    ...needed,
    authorize: (_request, { user }: { user: User | null }) => user,
  })
  // @ts-expect-error -- no context
  void handler(new Request('https://a.example'))
  // @ts-expect-error -- nobody makes the context
  toNodeListener(handler)
  toNodeListener(handler, () => ({ user: null }))
})

test('what may be absent in the settings of an app may be undefined here', () => {
  createProfileImageHandler({
    ...needed,
    authorize: users.current,
    rules: { maxSizeBytes: settings.maxSizeBytes },
    maxPending: undefined,
    onEvent: undefined,
  })
})

test('without one of the six that it cannot do without, it is no handler', () => {
  const { imageUrl: _, ...others } = needed
  // @ts-expect-error -- no imageUrl
  createProfileImageHandler({ ...others, authorize: users.current })
  // @ts-expect-error -- nobody is asked whose image it is
  createProfileImageHandler(needed)
  // @ts-expect-error -- an empty list signs nothing
  createProfileImageHandler({ ...needed, authorize: users.current, ticketSecret: [] })
})
