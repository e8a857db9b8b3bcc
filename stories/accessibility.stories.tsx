import type { Meta } from '@storybook/react-vite'
import { expect, userEvent, within } from 'storybook/test'
import { ProfileImageDropzone } from '../src/index.ts'
import { AnnouncementLog } from './stage/announcement-log.tsx'
import { ENDPOINT } from './stage/network.ts'
import type { PhotoArgs, PhotoStory } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'

/** Its docs page is accessibility.mdx. */
const meta: Meta<PhotoArgs> = {
  title: 'Accessibility',
  component: ProfileImageDropzone,
  tags: ['!autodocs'],
  args: { endpoint: ENDPOINT, src: portraitUrl },
  decorators: [
    (Story) => (
      <AnnouncementLog>
        <Story />
      </AnnouncementLog>
    ),
  ],
}
export default meta

/** To be used with a screen reader, or to be read along. Nothing happens here by itself. */
export const AnnouncementsOfYourOwn: PhotoStory = {
  name: 'Try it',
  tags: ['manual-sr'],
  async play(context) {
    const scene = openScene(context)
    await scene.sounds([])
    await expect(scene.buttons()).toEqual(['Change photo', 'Remove photo'])
    await expect(within(context.canvasElement).getByText('Nothing yet.')).toBeVisible()
  },
}

/** A whole journey by keyboard: remove, undo, fail, try again. Where the focus goes, and what is said meanwhile. */
export const Journey: PhotoStory = {
  globals: { network: 'direct' },
  async play(context) {
    const scene = openScene(context)
    const query = within(context.canvasElement)
    const said: string[] = []
    const now = async (...next: string[]) => {
      said.push(...next)
      await scene.sounds(said)
    }

    scene.part('remove').focus()
    await userEvent.keyboard('{Enter}')
    await scene.hasFocus('choose')
    await now('status: Profile photo removed. Undo is available.')

    await userEvent.tab()
    await scene.hasFocus('undo')
    await userEvent.keyboard(' ')
    await scene.hasFocus('choose')
    await now('status: Profile photo restored.')

    scene.backend.fail('signatureMismatch')
    await scene.choose()
    await now(
      'status: Uploading portrait.jpg.',
      'alert: Error: We could not upload your photo. Try again. Try again is available.',
    )
    await scene.hasFocus('choose')
    await expect(scene.part('choose')).toHaveAccessibleDescription(/Error: We could not upload your photo/)

    await userEvent.tab()
    await userEvent.tab()
    await scene.hasFocus('retry')
    await userEvent.keyboard('{Enter}')
    await scene.hasFocus('choose')
    await now('status: Uploading portrait.jpg.', 'status: Finishing.', 'status: Profile photo saved.')

    const logged = query.getAllByRole('listitem').map((item) => item.textContent.replace(' ', ': '))
    await expect(logged).toEqual(said)
  },
}
