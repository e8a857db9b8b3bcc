import { Profiler, type ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { ProfileImageDropzone, useProfileImageUpload } from '../../src/index.ts'
import { choosePicture, createTestBackend, samplePicture, type TestBackend } from '../../src/testing/index.ts'
import { openPage } from './open-photo.tsx'

/** Steps that the sender tells of, and the seconds that they take. */
const UPLOADS = [
  { steps: 1, seconds: 0 },
  { steps: 200, seconds: 10 },
  { steps: 1_000, seconds: 100 },
]

function countCommits(backend: TestBackend, children: ReactNode) {
  const { container, render } = openPage()
  let commits = 0
  render(
    <Profiler id="photo" onRender={() => (commits += 1)}>
      {children}
    </Profiler>,
  )
  return {
    container,
    /** Of an upload from its start to the picture that is shown as saved. */
    async ofUpload(choose: () => unknown, { steps, seconds }: (typeof UPLOADS)[number]) {
      commits = 0
      const send = backend.hold('send')
      await choose()
      await send.reached
      vi.useFakeTimers({
        toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
      })
      for (let step = 1; step <= steps; step += 1) {
        vi.advanceTimersByTime((seconds * 1_000) / steps)
        send.progress(step / steps)
        // React renders what is told from outside in a microtask.
        await Promise.resolve()
      }
      vi.useRealTimers()
      send.release()
      await expect.poll(() => container.textContent).toContain('saved')
      // What comes after it would count as well.
      await new Promise((resolve) => setTimeout(resolve, 200))
      return commits
    },
  }
}

test.each(UPLOADS)(
  'the hook alone commits 8 times at most: $steps steps in $seconds s',
  async ({ steps, seconds }) => {
    const backend = createTestBackend()
    function Avatar() {
      const { upload, isSuccess, state } = useProfileImageUpload(backend.props)
      return <button onClick={() => upload(samplePicture())}>{isSuccess ? 'saved' : state.phase}</button>
    }
    const { container, ofUpload } = countCommits(backend, <Avatar />)
    const commits = await ofUpload(() => container.querySelector('button')?.click(), { steps, seconds })
    expect(commits).toBeGreaterThan(3)
    expect(commits).toBeLessThanOrEqual(8)
  },
)

test.each(UPLOADS)(
  'the ready component commits 30 times at most: $steps steps in $seconds s',
  async ({ steps, seconds }) => {
    const backend = createTestBackend()
    const { container, ofUpload } = countCommits(backend, <ProfileImageDropzone {...backend.props} />)
    const commits = await ofUpload(
      () => choosePicture(container.querySelector('[role=group]') ?? container, samplePicture()),
      { steps, seconds },
    )
    expect(commits).toBeGreaterThan(3)
    expect(commits).toBeLessThanOrEqual(30)
  },
)
