/** The states of single sign-on before anything is set up; the way through it is a test of its own. */
import { member, type PageState } from './page-state.ts'

export const SIGN_ON: PageState[] = [
  { name: 'sign-on', path: '/sign-in/sso' },
  { name: 'sign-on-unknown', path: '/sign-in/sso?email=somebody@nowhere.example' },
  {
    name: 'sign-on-settings',
    path: '/t/vellmar/settings/sign-on',
    as: member('vellmar'),
    async arrange(page) {
      for (const way of ['OpenID Connect', 'SAML 2.0'])
        await page.getByText(`Add by ${way}`).click()
      await page.getByLabel('Issuer address').waitFor()
    },
  },
]
