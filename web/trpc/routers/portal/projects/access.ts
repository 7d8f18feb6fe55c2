/** What a member may see of projects, from the permission table to the condition every read starts from. */
import type { ProjectsAccess } from '#db/read/projects/projects-access.ts'
import { ownOnlyOf, type RecordsMember } from '../orders/access.ts'

export const projectsAccessOf = (member: RecordsMember): ProjectsAccess => ({
  ownOnly: ownOnlyOf(member, 'projects'),
})
