import { QueryClient } from '@tanstack/react-query'
import { render, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type ClipboardEvent, createRef, type FocusEvent, type MouseEvent, type Ref } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useProfileImageUpload } from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { photoIn, picture, strictly, transferOf } from './render-photo.tsx'
import { renderUploader } from './render-uploader.tsx'

const real = forEachOwner()
const opened = vi.fn<(input: HTMLInputElement) => void>()
beforeEach(() => {
  opened.mockClear()
  vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function click(this: HTMLInputElement) {
    opened(this)
  })
})
afterEach(() => vi.restoreAllMocks())

interface CustomProps {
  rootRef?: Ref<HTMLDivElement>
  inputRef?: Ref<HTMLInputElement>
  disabled?: boolean
  onClick?: (event: MouseEvent) => void
  onPaste?: (event: ClipboardEvent) => void
  onFocusCapture?: (event: FocusEvent) => void
}

/** A look of one's own, made of the prop getters. */
function renderCustom(props: CustomProps = {}) {
  function Custom({ rootRef, inputRef, disabled, onClick, onPaste, onFocusCapture }: CustomProps) {
    const uploader = useProfileImageUpload({ endpoint: real().endpoint, disabled })
    return (
      <div
        {...uploader.getRootProps({
          className: 'mine',
          onPaste,
          onFocusCapture,
          'data-state': uploader.state.phase,
          'data-drag': uploader.drag,
          ...(rootRef !== undefined && { ref: rootRef }),
        })}
      >
        <button {...uploader.getChooseProps({ id: 'choose', onClick })}>Choose</button>
        <button onClick={uploader.open}>Open from elsewhere</button>
        <input
          {...uploader.getInputProps({ name: 'photo', ...(inputRef !== undefined && { ref: inputRef }) })}
        />
      </div>
    )
  }
  const view = render(<Custom {...props} />, { wrapper: strictly(new QueryClient()) })
  return { ...photoIn(view.container), unmount: view.unmount }
}

describe('open', () => {
  test('opens the picker', async () => {
    const photo = renderCustom()
    await userEvent.click(photo.button('Open from elsewhere'))
    expect(opened).toHaveBeenCalledExactlyOnceWith(photo.group().querySelector('input'))
  })

  test('does nothing when disabled', async () => {
    const photo = renderCustom({ disabled: true })
    await userEvent.click(photo.button('Open from elsewhere'))
    expect(opened).not.toHaveBeenCalled()
  })

  test.each([true, false])('does not throw where no input was rendered (disabled: %s)', (disabled) => {
    const { uploader } = renderUploader({ endpoint: real().endpoint, disabled })
    expect(uploader().open).not.toThrow()
    expect(opened).not.toHaveBeenCalled()
  })
})

describe("refs of the caller's", () => {
  const kinds = {
    object: () => {
      const root = createRef<HTMLDivElement>()
      const input = createRef<HTMLInputElement>()
      return { rootRef: root, inputRef: input, root: () => root.current, input: () => input.current }
    },
    function: () => {
      let root: HTMLDivElement | null = null
      let input: HTMLInputElement | null = null
      return {
        rootRef: (element: HTMLDivElement | null) => void (root = element),
        inputRef: (element: HTMLInputElement | null) => void (input = element),
        root: () => root,
        input: () => input,
      }
    },
  }

  test.each(Object.entries(kinds))(
    '(%s) get the elements, and choosing and dropping still work',
    async (_, make) => {
      const { rootRef, inputRef, root, input } = make()
      const photo = renderCustom({ rootRef, inputRef })
      expect(root()).toBe(photo.group())
      expect(input()).toBe(photo.group().querySelector('input'))

      await userEvent.click(photo.button('Choose'))
      expect(opened).toHaveBeenCalledExactlyOnceWith(input())
      photo.choose(await picture('#a00'))
      await photo.phase('success')
      photo.drop(await picture('#0a0'))
      await waitFor(() => expect(real().saved.length).toBe(2))

      // The root knows its children by its ref: a drag that moves on to one of them has not left.
      await photo.phase('success')
      const transfer = transferOf([await picture()])
      photo.drag('dragenter', transfer)
      await waitFor(() => expect(photo.group().dataset['drag']).toBe('accept'))
      photo.drag('dragenter', transfer, photo.button('Choose'))
      await new Promise((resolve) => setTimeout(resolve, 50))
      photo.drag('dragleave', transfer)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(photo.group().dataset['drag']).toBe('accept')

      photo.unmount()
      expect([root(), input()]).toEqual([null, null])
    },
  )
})

describe('what the caller passes in', () => {
  test('is kept', () => {
    const photo = renderCustom()
    expect(photo.group()).toHaveClass('mine')
    expect(photo.button('Choose')).toHaveAttribute('id', 'choose')
    expect(photo.group().querySelector('input')).toHaveAttribute('name', 'photo')
  })

  test('as a handler runs before ours, with the event', async () => {
    const onClick = vi.fn<(event: MouseEvent) => void>(() => expect(opened).not.toHaveBeenCalled())
    const photo = renderCustom({ onClick })
    await userEvent.click(photo.button('Choose'))
    expect(onClick).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'click' }))
    expect(opened).toHaveBeenCalledOnce()
  })

  test('as a handler of what makes the uploader load runs', () => {
    const onFocusCapture = vi.fn<(event: FocusEvent) => void>()
    const photo = renderCustom({ onFocusCapture })
    photo.button('Choose').focus()
    expect(onFocusCapture).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'focus' }))
  })

  test('as a handler on the root runs, and pasting still works', async () => {
    const onPaste = vi.fn<(event: ClipboardEvent) => void>()
    const photo = renderCustom({ onPaste })
    photo.paste(await picture())
    await photo.phase('success')
    expect(onPaste).toHaveBeenCalledOnce()
  })

  test('keeps the picker closed by preventDefault', async () => {
    const photo = renderCustom({ onClick: (event) => event.preventDefault() })
    await userEvent.click(photo.button('Choose'))
    expect(opened).not.toHaveBeenCalled()
  })
})
