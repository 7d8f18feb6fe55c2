/** The companies of the operator's CRM. Their ids never change: links of the demo name them. */
export interface DemoCompany {
  id: string
  /** Its id at the order system, whose people are its first contacts. */
  orders: string
  properties: Record<string, string>
  /** Contacts in all. */
  contacts: number
  mailDomain: string
  phonePrefix: string
  titles: readonly string[]
  people: readonly string[]
}

export const DEMO_COMPANIES: readonly DemoCompany[] = [
  {
    id: '18420011001',
    orders: 'C-1001',
    contacts: 5,
    mailDomain: 'northgate.example',
    phonePrefix: '+31 20 555 01',
    titles: [
      'Head of facilities',
      'Purchasing',
      'Sterile services lead',
      'Site engineer',
      'Finance',
    ],
    people: ['Noor Bakker', 'Thijs de Wit', 'Leila Haddad', 'Sanne Vos'],
    properties: {
      name: 'Northgate Clinics',
      domain: 'northgate.example',
      phone: '+31 20 555 0100',
      industry: 'HOSPITAL_HEALTH_CARE',
      address: 'Prinsengracht 214',
      zip: '1016 HD',
      city: 'Amsterdam',
      country: 'Netherlands',
    },
  },
  {
    id: '18420011002',
    orders: 'C-1002',
    contacts: 8,
    mailDomain: 'vellmar.example',
    phonePrefix: '+49 561 555 01',
    titles: [
      'Plant manager',
      'Purchasing',
      'Maintenance lead',
      'Process engineer',
      'Accounts payable',
    ],
    people: [
      'Birgit Hollmann',
      'Tobias Renz',
      'Aylin Demir',
      'Ruben Castell',
      'Petra Voigt',
      'Kai Lindner',
    ],
    properties: {
      name: 'Vellmar Dairy',
      domain: 'vellmar.example',
      phone: '+49 561 555 0100',
      industry: 'DAIRY',
      address: 'Mühlenweg 3',
      address2: 'Tor 2',
      zip: '34246',
      city: 'Vellmar',
      state: 'Hessen',
      country: 'Germany',
    },
  },
  {
    id: '18420011003',
    orders: 'C-1003',
    contacts: 12,
    mailDomain: 'lindqvist.example',
    phonePrefix: '+46 8 555 01',
    titles: [
      'Group engineer',
      'Laundry manager',
      'Hotel manager',
      'Purchasing',
      'Project lead',
      'Ekonomi',
    ],
    people: [
      'Astrid Berg',
      'Nils Sandström',
      'Maja Öberg',
      'Henrik Dahl',
      'Signe Aalto',
      'Viggo Lund',
      'Ebba Nyström',
      'Mikkel Krogh',
      'Ingrid Solheim',
    ],
    properties: {
      name: 'Lindqvist Hotels',
      domain: 'lindqvist.example',
      phone: '+46 8 555 01 00',
      industry: 'HOSPITALITY',
      address: 'Strandvägen 18',
      zip: '114 56',
      city: 'Stockholm',
      country: 'Sweden',
    },
  },
  {
    id: '18420011999',
    orders: 'C-1999',
    contacts: 3,
    mailDomain: 'calder.example',
    phonePrefix: '+44 1422 555 1',
    titles: ['Operations director', 'Buyer', 'Site engineer'],
    people: ['Imran Shah', 'Gwen Pritchard'],
    properties: {
      name: 'Calder Foods',
      domain: 'calder.example',
      phone: '+44 1422 555 100',
      industry: 'FOOD_PRODUCTION',
      address: 'Bridge Mill',
      zip: 'HX1 5AA',
      city: 'Halifax',
      country: 'United Kingdom',
    },
  },
]
