/** The parts of the company's place. */
export const companyParts = {
  label: 'Parts of the company',
  company: 'On file',
  communication: 'Communication',
} as const
