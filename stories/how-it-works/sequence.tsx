import type { CSSProperties, ReactElement } from 'react'
import type { ProfileImageUploader, UploadPhase, UploadStep } from '../../src/index.ts'

const ACTORS = ['Browser', 'Your backend', 'Your bucket'] as const

type Actor = 0 | 1 | 2

interface Message {
  from: Actor
  to: Actor
  text: string
}

interface Step {
  step: UploadStep
  phase: UploadPhase
  title: string
  messages: readonly Message[]
}

const STEPS: readonly Step[] = [
  {
    step: 'prepare',
    phase: 'preparing',
    title: 'Check and hash',
    messages: [{ from: 0, to: 0, text: 'type and size from the bytes; SHA-256' }],
  },
  {
    step: 'request-url',
    phase: 'requesting',
    title: 'Sign',
    messages: [
      { from: 0, to: 1, text: 'type, length, SHA-256' },
      { from: 1, to: 0, text: 'a URL for these bytes, once' },
    ],
  },
  {
    step: 'send',
    phase: 'uploading',
    title: 'PUT',
    messages: [
      { from: 0, to: 2, text: 'the picture, to staging/' },
      { from: 2, to: 0, text: 'stored' },
    ],
  },
  {
    step: 'confirm',
    phase: 'confirming',
    title: 'Confirm',
    messages: [
      { from: 0, to: 1, text: 'it is there' },
      { from: 1, to: 2, text: 'read, check, write to avatars/' },
      { from: 1, to: 0, text: 'the image' },
    ],
  },
]

/** Who talks to whom in an upload. The step that runs is lit. */
export function Sequence({ state }: Pick<ProfileImageUploader, 'state'>): ReactElement {
  return (
    <figure className="sequence">
      <figcaption>Who talks to whom</figcaption>
      <div className="sequence-actors" aria-hidden="true">
        {ACTORS.map((actor) => (
          <span key={actor}>{actor}</span>
        ))}
      </div>
      <ol>
        {STEPS.map(({ step, title, messages }, index) => {
          const light = lightOf(index, state)
          return (
            <li
              key={step}
              data-step={step}
              data-light={light}
              aria-current={light === 'on' ? 'step' : undefined}
            >
              <p className="sequence-title">
                {index + 1}. {title}
                <span className="sequence-light">{WORDS[light]}</span>
              </p>
              {messages.map((message) => (
                <p key={message.text} {...placeOf(message)}>
                  <span className="sequence-who">
                    {ACTORS[message.from]} to {ACTORS[message.to]}:{' '}
                  </span>
                  <span>{message.text}</span>
                </p>
              ))}
            </li>
          )
        })}
      </ol>
    </figure>
  )
}

type Light = 'off' | 'on' | 'done' | 'failed'

const WORDS: Readonly<Record<Light, string>> = { off: '', on: 'running', done: 'done', failed: 'failed' }

function lightOf(index: number, state: ProfileImageUploader['state']): Light {
  if (state.phase === 'success') return 'done'
  const failedAt = STEPS.findIndex(({ step }) => step === state.error?.step)
  if (failedAt === index) return 'failed'
  // While it waits for its next try, a step is still the one that runs.
  const runs = STEPS.findIndex(({ phase }) => phase === (state.resumes ?? state.phase))
  const reached = Math.max(failedAt, runs)
  return index < reached ? 'done' : index === reached ? 'on' : 'off'
}

/** Where its arrow lies: between the lines of two actors, or at the line of one. */
function placeOf({ from, to }: Message) {
  const style: CSSProperties & { '--start': number; '--span': number } = {
    '--start': Math.min(from, to),
    '--span': Math.max(Math.abs(from - to), 1),
  }
  return {
    className: 'sequence-message',
    'data-way': from < to ? 'there' : from > to ? 'back' : 'self',
    style,
  }
}
