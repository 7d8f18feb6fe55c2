/**
 * A project manager sees what the order system does to a project happen on the open page, by webhook alone; for
 * accounts payable there are no projects at all.
 */
import { describe, expect, it } from 'vitest'
import { useScene } from './scene.ts'
import { isSameDocument, markDocument, untilLive } from './visitor.ts'

const scene = useScene()

async function runningProject() {
  const { upstream, readModel } = scene.stack
  const project = await upstream.getProject({ customer: 'C-1002', status: 'running' })
  const next = project.milestones.find(({ status }) => status === 'started')
  if (!next) throw new Error(`${project.number} has no milestone under way.`)
  return { ...project, next, path: `/t/vellmar/projects/${await readModel.projectId(project.id)}` }
}

describe('a project manager', () => {
  it('sees a date move and a milestone finish on the open page, and who follows the list as well', async () => {
    const { stack } = scene
    const project = await runningProject()
    const as = stack.member('vellmar', 'project')
    const open = await scene.visit({ path: project.path, as })
    const list = await open.context.newPage()
    await list.goto('/t/vellmar/projects?view=underway')
    for (const page of [open.page, list]) {
      await untilLive(page)
      await markDocument(page)
    }
    const { page } = open
    await stack.upstream.actOnProject(project.id, 'move', {
      ...{ milestone: project.next.id, days: 30, reason: 'The hall is not free yet.' },
    })
    await page.getByText('The hall is not free yet.', { exact: false }).waitFor()
    await stack.upstream.actOnProject(project.id, 'finish', { milestone: project.next.id })
    await page
      .getByRole('listitem')
      .filter({ hasText: `Done: ${project.next.title}` })
      .waitFor()
    const done = project.milestones.filter(({ status }) => status === 'done').length + 1
    await list
      .getByRole('row')
      .filter({ hasText: project.number })
      .getByText(`${done} of ${project.milestones.length} milestones done`)
      .waitFor({ state: 'attached' })
    expect(await Promise.all([page, list].map(isSameDocument))).toEqual([true, true])
    expect(open.faults.take()).toEqual([])
    await open.context.close()
  })

  it('finds a project by its number, and goes from it to its orders and back', async () => {
    const project = await runningProject()
    const as = scene.stack.member('vellmar', 'project')
    const { page, context, faults } = await scene.visit({ path: '/t/vellmar/home', as })
    await untilLive(page)
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.getByRole('combobox', { name: 'Search' }).fill(project.number)
    await page.getByRole('option', { name: project.title }).first().click()
    await page.getByRole('heading', { level: 1, name: project.title }).waitFor()
    await page
      .getByRole('region', { name: 'Linked orders' })
      .getByRole('link', { name: /^SO-/ })
      .first()
      .click()
    await page.getByRole('link', { name: project.number }).click()
    await page.getByRole('heading', { level: 1, name: project.title }).waitFor()
    expect(faults.take()).toEqual([])
    await context.close()
  })
})

describe('accounts payable', () => {
  it('has no projects: no place, no page, no file, no mark in the source of any page', async () => {
    const { path } = await runningProject()
    const as = scene.stack.member('vellmar', 'billing')
    const { page, context } = await scene.visit({ path: '/t/vellmar/home', as })
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByRole('link', { name: 'Projects' }).count()).toBe(0)
    expect(await page.content()).not.toContain('/t/vellmar/projects')
    for (const gone of [path, '/t/vellmar/projects', '/t/vellmar/projects.csv']) {
      const answer = await context.request.get(`${scene.stack.webUrl}${gone}`)
      expect([gone, answer.status()]).toEqual([gone, 404])
    }
    await context.close()
  })
})
