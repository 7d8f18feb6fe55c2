/** The workflow of the floor `event-to-client`: starts dirty, drains by a local activity, ends when nothing is pending. */
import { defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow'

const { drain } = proxyLocalActivities<{ drain(): Promise<boolean> }>({ startToCloseTimeout: '5s' })
export const arrived = defineSignal('arrived')

export async function floorDrain(): Promise<void> {
  let dirty = true
  setHandler(arrived, () => {
    dirty = true
  })
  while (dirty) {
    dirty = false
    if (await drain()) dirty = true
  }
}
