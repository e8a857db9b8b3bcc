import { QueryClient } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { type ComponentProps, type ComponentPropsWithoutRef, createRef, forwardRef } from 'react'
import { describe, expect, test, vi } from 'vitest'
import {
  ProfileImage,
  ProfileImageDropzone,
  type PartState,
  useProfileImageUpload,
  useProfileImageUploader,
} from '../../../src/index.ts'
import { forEachOwner } from '../each-owner.ts'
import { photoIn, picture, strictly } from '../render-photo.tsx'

const real = forEachOwner()

function renderParts(parts: React.ReactNode, props: object = {}) {
  const rootProps = { endpoint: real().endpoint, ...props } as ComponentProps<typeof ProfileImage.Root>
  const view = render(<ProfileImage.Root {...rootProps}>{parts}</ProfileImage.Root>, {
    wrapper: strictly(new QueryClient()),
  })
  return { ...photoIn(view.container), part: partOf(view.container) }
}

function partOf(container: HTMLElement) {
  return (name: string) => container.querySelector<HTMLElement>(`[data-part=${name}]`)
}

test('parts in any order, with anything between them, are the whole component', async () => {
  const photo = renderParts(
    <section>
      <ProfileImage.Error />
      <ProfileImage.Cancel />
      <div>
        <ProfileImage.Choose />
      </div>
      <ProfileImage.Preview />
    </section>,
  )
  photo.choose(await picture())
  await photo.status('Profile photo saved.')
  expect(real().saved).toHaveLength(1)
  expect(photo.image()).toHaveAttribute('alt', 'Current profile photo')
})

test('the group has its name with and without a label', () => {
  const without = renderParts(<ProfileImage.Choose />, { label: 'Team logo' })
  expect(without.group()).toHaveAccessibleName('Team logo')
  const withLabel = renderParts(<ProfileImage.Label>Logo</ProfileImage.Label>, { label: 'Team logo' })
  expect(withLabel.group()).toHaveAccessibleName('Logo')
})

test('what does not apply renders nothing', () => {
  const photo = renderParts(
    <>
      <ProfileImage.Cancel />
      <ProfileImage.Retry />
      <ProfileImage.Undo />
      <ProfileImage.Remove />
      <ProfileImage.Progress />
      <ProfileImage.Error />
      <ProfileImage.Status />
      <ProfileImage.Amount />
    </>,
  )
  const parts = [...photo.group().querySelectorAll('[data-part]')].map((element) =>
    element.getAttribute('data-part'),
  )
  expect(parts).toEqual(['announcement', 'announcement'])
})

test('a part outside of Root is a mistake, and says so', () => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => render(<ProfileImage.Choose />)).toThrow(/<ProfileImage\.Root>/)
  silent.mockRestore()
})

test('each part tells its state in attributes, and to a class', async () => {
  const seen = vi.fn<(state: PartState) => string>(({ status }) => `choose-${status}`)
  const held = real().hold('request-url')
  const photo = renderParts(<ProfileImage.Choose className={seen} />, {
    src: '/saved.png',
    className: 'mine',
  })
  expect(photo.group()).toHaveClass('mine')
  expect(photo.part('choose')).toHaveClass('choose-idle')
  expect(Object.fromEntries(Object.entries(photo.part('choose')?.dataset ?? {}))).toEqual({
    part: 'choose',
    state: 'idle',
    status: 'idle',
    drag: 'none',
    hasImage: 'true',
  })
  photo.choose(await picture())
  await photo.phase('requesting')
  expect(photo.part('choose')).toHaveClass('choose-pending')
  expect(photo.part('choose')?.dataset).toMatchObject({ state: 'requesting', status: 'pending' })
  expect(seen).toHaveBeenLastCalledWith({
    phase: 'requesting',
    status: 'pending',
    drag: 'none',
    hasImage: true,
    isDisabled: false,
  })
  held.release()
  await photo.phase('success')
})

describe("a button of somebody else's", () => {
  const MyButton = forwardRef<HTMLButtonElement, ComponentProps<'button'> & { kind?: string }>(
    function MyButton({ kind, ...props }, ref) {
      return <button {...props} data-kind={kind} ref={ref} />
    },
  )

  test.each<[string, ComponentProps<typeof ProfileImage.Choose>['render']]>([
    ['as an element', <MyButton key="mine" kind="primary" />],
    ['by a function', (props: ComponentPropsWithoutRef<'button'>) => <MyButton kind="primary" {...props} />],
  ])('%s is the part', async (_, element) => {
    const clicked = vi.fn<() => void>()
    const opened = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => {})
    const photo = renderParts(<ProfileImage.Choose render={element} onClick={clicked} className="part" />)
    const button = photo.button('Choose photo')
    expect(button.dataset).toMatchObject({ kind: 'primary', part: 'choose' })
    expect(button).toHaveClass('part')
    button.click()
    expect(clicked).toHaveBeenCalledOnce()
    expect(opened).toHaveBeenCalledOnce()
    opened.mockRestore()
  })

  test('keeps its own class, handler and text', () => {
    const own = vi.fn<() => void>()
    const photo = renderParts(
      <ProfileImage.Choose
        render={
          <MyButton className="theirs" onClick={own}>
            Pick
          </MyButton>
        }
      />,
    )
    const button = photo.button('Pick')
    expect(button).toHaveClass('theirs')
    vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementationOnce(() => {})
    button.click()
    expect(own).toHaveBeenCalledOnce()
  })
})

test('refs get the elements', () => {
  const root = createRef<HTMLElement>()
  const choose = createRef<HTMLElement>()
  const photo = renderParts(<ProfileImage.Choose ref={choose} />, { ref: root })
  expect(root.current).toBe(photo.group())
  expect(choose.current).toBe(photo.button('Choose photo'))
})

test('parts of your own read the uploader', async () => {
  function Phase() {
    return <output>{useProfileImageUploader().state.phase}</output>
  }
  const photo = renderParts(<Phase />)
  expect(photo.group().querySelector('output')).toHaveTextContent('idle')
  photo.choose(await picture())
  await expect.poll(() => photo.group().querySelector('output')?.textContent).toBe('success')
})

test('the ready component gives a class to each part, and takes an uploader of yours', async () => {
  function Photo() {
    const uploader = useProfileImageUpload({ endpoint: real().endpoint, label: 'Logo' })
    return (
      <>
        <p>{uploader.state.phase}</p>
        <ProfileImageDropzone
          uploader={uploader}
          className="card"
          classNames={{ root: 'card-root', choose: 'card-choose', fallback: 'card-fallback' }}
          hint="A square picture looks best."
          fallback="AB"
        />
      </>
    )
  }
  const view = render(<Photo />, { wrapper: strictly(new QueryClient()) })
  const photo = photoIn(view.container)
  const part = partOf(view.container)
  expect(photo.group()).toHaveClass('profile-image', 'card', 'card-root')
  expect(part('choose')).toHaveClass('card-choose')
  expect(part('fallback')).toHaveClass('card-fallback')
  expect(part('fallback')).toHaveTextContent('AB')
  expect(part('hint')).toHaveTextContent('A square picture looks best.')
  photo.choose(await picture())
  await photo.phase('success')
  expect(view.container.querySelector('p')).toHaveTextContent('success')
})
