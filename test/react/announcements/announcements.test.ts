import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PublicImage } from '../../../src/contract/messages.ts'
import { type AnyUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import { type Announced, createAnnouncements } from '../../../src/react/announcements/announcements.ts'
import { resolveMessages } from '../../../src/react/texts/resolve-messages.ts'
import { ABSENT, IDLE, type UploadPhase, type UploadState } from '../../../src/upload/upload-state.ts'

const IMAGE: PublicImage = {
  id: 'a',
  url: 'https://img.example/a.png',
  type: 'image/png',
  width: 64,
  height: 64,
  sizeBytes: 2_000,
}
const MEGABYTE = 1024 * 1024

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What is said while a test walks through states; what goes to the alert begins with "!". */
function listen(first: UploadState = IDLE) {
  const said: string[] = []
  let now: Announced = {
    state: first,
    drag: 'none',
    fileName: null,
    errorText: null,
    messages: resolveMessages(),
  }
  const announcements = createAnnouncements(now, (text, politeness) => {
    said.push(politeness === 'alert' ? `! ${text}` : text)
  })
  const update = (change: Partial<Announced>) => {
    now = { ...now, ...change }
    announcements.update(now)
  }
  const progressed = (fraction: number | null, isStalled = false) =>
    announcements.progressed({
      sentBytes: (fraction ?? 0) * MEGABYTE,
      totalBytes: MEGABYTE,
      fraction,
      isStalled,
    })
  return {
    said,
    update,
    progressed,
    dispose: announcements.dispose,
    enter: (...phases: (UploadPhase | UploadState)[]) => {
      for (const phase of phases) {
        update({ fileName: 'cat.png', state: typeof phase === 'string' ? stateOf(phase) : phase })
      }
    },
    fail: (error: AnyUploadError) =>
      update({ errorText: 'It went wrong.', state: { ...ABSENT, phase: 'error', error } }),
    /** One event a second until everything is sent. */
    send(seconds: number) {
      for (let second = 1; second <= seconds; second += 1) {
        vi.advanceTimersByTime(1_000)
        progressed(Math.min(second / seconds, 0.99))
      }
    },
  }
}

function stateOf(phase: UploadPhase): UploadState {
  switch (phase) {
    case 'success':
      return { ...ABSENT, phase, image: IMAGE }
    case 'removed':
      return { ...ABSENT, phase, canUndo: true }
    case 'error':
      return { ...ABSENT, phase, error: new UploadError('network') }
    case 'waiting':
      return waiting('backoff', 'uploading')
    default:
      return { ...ABSENT, phase }
  }
}

function waiting(waitingFor: 'online' | 'backoff', resumes: 'uploading' | 'confirming' | 'removing') {
  return { ...ABSENT, phase: 'waiting', waitingFor, resumes } as const
}

describe('an upload', () => {
  test('that is quick is told of three times: begun, finishing, saved', () => {
    const { said, enter, send } = listen()
    enter('preparing', 'requesting', 'uploading')
    send(14)
    enter('confirming', 'success')
    expect(said).toEqual(['Uploading cat.png.', 'Finishing.', 'Profile photo saved.'])
  })

  test('of several minutes is told of at each quarter, and not at each step', () => {
    const { said, enter, send } = listen()
    enter('preparing', 'requesting', 'uploading')
    send(200)
    enter('confirming', 'success')
    expect(said).toEqual([
      'Uploading cat.png.',
      '25% uploaded.',
      '50% uploaded.',
      '75% uploaded.',
      'Finishing.',
      'Profile photo saved.',
    ])
  })

  test('is never told of more than eight times, whatever can be said of it', () => {
    const { said, enter, progressed, send } = listen()
    enter('preparing')
    vi.advanceTimersByTime(2_000)
    enter('requesting', 'uploading')
    send(100)
    progressed(null, true)
    enter('confirming')
    enter('success')
    expect(said.length).toBe(8)
  })

  test('is not counted aloud in its first 15 seconds', () => {
    const { said, enter, progressed } = listen()
    enter('preparing', 'requesting', 'uploading')
    vi.advanceTimersByTime(14_999)
    progressed(0.26)
    expect(said).toEqual(['Uploading cat.png.'])
    vi.advanceTimersByTime(1)
    progressed(0.49)
    expect(said).toEqual(['Uploading cat.png.'])
    progressed(0.5)
    expect(said).toEqual(['Uploading cat.png.', '50% uploaded.'])
  })

  test('is not counted aloud within 5 seconds of what was said before', () => {
    const { said, enter, progressed } = listen()
    enter('preparing', 'requesting', 'uploading')
    vi.advanceTimersByTime(20_000)
    progressed(0.25)
    vi.advanceTimersByTime(4_999)
    progressed(0.5)
    vi.advanceTimersByTime(1)
    progressed(0.74)
    progressed(0.76)
    expect(said).toEqual(['Uploading cat.png.', '25% uploaded.', '75% uploaded.'])
  })

  test('that jumps is told of where it is', () => {
    const { said, enter, progressed } = listen()
    enter('preparing', 'requesting', 'uploading')
    vi.advanceTimersByTime(20_000)
    progressed(0.8)
    expect(said.at(-1)).toBe('75% uploaded.')
  })

  test('that is sent again from the start tells no quarter twice', () => {
    const { said, enter, progressed } = listen()
    enter('preparing', 'requesting', 'uploading')
    vi.advanceTimersByTime(20_000)
    progressed(0.5)
    enter('waiting', 'uploading')
    vi.advanceTimersByTime(20_000)
    progressed(0.25)
    progressed(0.5)
    expect(said).toEqual(['Uploading cat.png.', '50% uploaded.'])
  })

  test('whose steps are tried again is told of once', () => {
    const { said, enter } = listen()
    enter('preparing', 'requesting', 'uploading', 'waiting', 'requesting', 'uploading', 'confirming')
    enter(waiting('backoff', 'confirming'), 'confirming', 'success')
    expect(said).toEqual(['Uploading cat.png.', 'Finishing.', 'Profile photo saved.'])
  })

  test('that stalls is told of once, however often it does', () => {
    const { said, enter, progressed } = listen()
    enter('preparing', 'requesting', 'uploading')
    progressed(0.1, true)
    progressed(0.2)
    progressed(0.2, true)
    expect(said).toEqual(['Uploading cat.png.', 'Still uploading. Your connection is slow.'])
  })

  test('that loses the connection says so, and says when it goes on', () => {
    const { said, enter } = listen()
    enter('preparing', 'requesting', 'uploading', waiting('online', 'uploading'), 'uploading')
    enter('confirming', waiting('online', 'confirming'), 'confirming', 'success')
    expect(said).toEqual([
      'Uploading cat.png.',
      'You are offline. The upload will continue when you reconnect.',
      'Back online. Continuing.',
      'Finishing.',
      'You are offline. The upload will continue when you reconnect.',
      'Back online. Continuing.',
      'Profile photo saved.',
    ])
  })

  test('that replaces another is told of by its own name', () => {
    const { said, enter, update } = listen()
    enter('preparing', 'requesting', 'uploading', 'preparing')
    update({ state: stateOf('requesting'), fileName: 'dog.png' })
    expect(said).toEqual(['Uploading cat.png.', 'Uploading dog.png.'])
  })

  test('that goes on after a failure says so, although it asks for no other URL', () => {
    const { said, enter } = listen(stateOf('error'))
    enter('preparing', 'uploading', 'confirming', 'success')
    expect(said).toEqual(['Uploading cat.png.', 'Finishing.', 'Profile photo saved.'])
  })
})

describe('a check of the photo', () => {
  test('is told of when it takes longer than a second', () => {
    const { said, enter } = listen()
    enter('preparing')
    vi.advanceTimersByTime(999)
    expect(said).toEqual([])
    vi.advanceTimersByTime(1)
    expect(said).toEqual(['Checking photo.'])
  })

  test('is not told of when it is over sooner, nor after the component is gone', () => {
    const { said, enter, dispose } = listen()
    enter('preparing', 'requesting')
    vi.advanceTimersByTime(5_000)
    expect(said).toEqual(['Uploading cat.png.'])
    enter('preparing')
    dispose()
    vi.advanceTimersByTime(5_000)
    expect(said).toEqual(['Uploading cat.png.'])
  })
})

describe('an end', () => {
  test('by an error that can be tried again is an alert that says so', () => {
    const { said, enter, fail } = listen()
    enter('preparing', 'requesting')
    fail(new UploadError('network'))
    expect(said.slice(1)).toEqual(['! Error: It went wrong. Try again is available.'])
  })

  test('by an error that would come again is an alert without that', () => {
    const { said, fail } = listen()
    fail(new UploadError('file-empty'))
    expect(said).toEqual(['! Error: It went wrong.'])
  })

  test('by another error is another alert, also with the same text', () => {
    const { said, fail } = listen()
    fail(new UploadError('file-empty'))
    fail(new UploadError('file-empty'))
    expect(said.length).toBe(2)
  })

  test.each(['idle', 'success', 'removed', 'error'] as const)(
    'by a cancel is told of, also when %s was before',
    (phase) => {
      const first = stateOf(phase)
      const { said, enter } = listen(first)
      enter('preparing', 'requesting', 'uploading', first)
      expect(said).toEqual(['Uploading cat.png.', 'Upload cancelled.'])
    },
  )

  test('by a reset is told of as a cancel, when something was under way', () => {
    const { said, enter } = listen(stateOf('success'))
    enter('preparing', 'requesting', IDLE)
    expect(said).toEqual(['Uploading cat.png.', 'Upload cancelled.'])
    enter('success', IDLE)
    expect(said.slice(2)).toEqual(['Profile photo saved.'])
  })
})

describe('a removal', () => {
  test('is told of when it is done, and that it can be undone', () => {
    const { said, enter } = listen()
    enter('removing', 'removed')
    expect(said).toEqual(['Profile photo removed. Undo is available.'])
  })

  test('that cannot be undone does not offer it', () => {
    const { said, enter } = listen()
    enter('removing', { ...ABSENT, phase: 'removed', canUndo: false })
    expect(said).toEqual(['Profile photo removed.'])
  })

  test('is told of before, when it takes longer than a second', () => {
    const { said, enter } = listen()
    enter('removing', waiting('backoff', 'removing'))
    vi.advanceTimersByTime(1_000)
    enter('removing')
    vi.advanceTimersByTime(1_000)
    enter('removed')
    expect(said).toEqual(['Removing photo.', 'Profile photo removed. Undo is available.'])
  })

  test('that is undone is told of as that', () => {
    const { said, enter } = listen()
    enter('removing', 'removed', 'confirming', 'success')
    expect(said.slice(1)).toEqual(['Profile photo restored.'])
  })

  test('whose undo takes longer than a second is not called a check', () => {
    const { said, enter } = listen(stateOf('removed'))
    enter('confirming')
    vi.advanceTimersByTime(1_000)
    expect(said).toEqual(['Finishing.'])
  })

  test('after which a new photo is chosen, ends with that photo saved', () => {
    const { said, enter } = listen(stateOf('removed'))
    enter('preparing', 'requesting', 'uploading', 'confirming', 'success')
    expect(said.at(-1)).toBe('Profile photo saved.')
  })
})

describe('a drag', () => {
  test('is invited once for each entry', () => {
    const { said, update } = listen()
    for (const drag of ['near', 'unknown', 'accept', 'near', 'accept', 'none'] as const) update({ drag })
    expect(said).toEqual(['Drop to use this photo.', 'Drop to use this photo.'])
  })

  test('that will be rejected is not', () => {
    const { said, update } = listen()
    for (const drag of ['near', 'reject', 'none'] as const) update({ drag })
    expect(said).toEqual([])
  })

  test('does not speak for the upload that goes on', () => {
    const { said, enter, update } = listen()
    enter('preparing', 'requesting', 'uploading')
    update({ drag: 'accept' })
    update({ drag: 'none' })
    enter('confirming')
    expect(said).toEqual(['Uploading cat.png.', 'Drop to use this photo.', 'Finishing.'])
  })
})
