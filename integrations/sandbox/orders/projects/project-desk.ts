/** The project office's own hand: sets projects up and changes them, and tells of it in the same transaction. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireProject } from '../../../orders/project-schema.ts'
import type { OrderDeskDeps } from '../order-desk.ts'
import { type NewProject, setUpProject } from './new-project.ts'
import { applyProjectAction, type ProjectAction } from './project-actions.ts'

export interface ProjectDesk {
  /** @throws AppError `not_found`, or `conflict` in words for the desk */
  act(idOrNumber: string, action: ProjectAction, input: unknown): WireProject
  setUp(project: NewProject): WireProject
}

export function createProjectDesk({ store, deliveries, changes }: OrderDeskDeps): ProjectDesk {
  const finish = (project: WireProject): WireProject => {
    deliveries.wake()
    changes.tell('projects', project.id)
    return project
  }
  return {
    act(idOrNumber, action, input) {
      const project = store.transaction(() => {
        const before = store.projects.find(idOrNumber)
        if (!before) throw new AppError('not_found', 'There is no such project.')
        const after = applyProjectAction(before, action, { input, now: new Date() })
        store.projects.put(after)
        deliveries.enqueue(after, action === 'delete' ? 'project.deleted' : 'project.updated')
        return after
      })
      return finish(project)
    },
    setUp(wanted) {
      const project = store.transaction(() => {
        const number = store.projects.nextNumber()
        const made = setUpProject(wanted, { number, now: new Date() })
        store.projects.put(made)
        deliveries.enqueue(made, 'project.created')
        return made
      })
      return finish(project)
    },
  }
}
