/** A question that the research agent works on, with the sources it finds. */
export interface ResearchTopic {
  readonly question: string
  readonly queries: readonly string[]
  readonly sources: readonly { readonly title: string; readonly url: string; readonly finding: string }[]
  readonly report: string
}

/** The questions. */
export const researchTopics: readonly ResearchTopic[] = [
  {
    question: 'How far has district heating from data-centre waste heat come in northern Europe?',
    queries: ['data centre waste heat district heating capacity 2025', 'Stockholm open district heating data parks', 'waste heat recovery regulation EU energy efficiency directive'],
    sources: [
      { title: 'Open District Heating, ten years on', url: 'https://example.org/stockholm-heat', finding: 'Stockholm buys surplus heat from more than twenty data centres; together they warm about 31,000 flats in a mild winter.' },
      { title: 'Heat from servers: a survey of 48 sites', url: 'https://example.org/survey-48', finding: 'Median supply temperature is 38 °C, so two thirds of the sites need a heat pump before they can feed a network.' },
      { title: 'Article 26 of the recast directive', url: 'https://example.org/eed-26', finding: 'Sites above 1 MW must use waste heat or show that it is not feasible; reporting began in September 2024.' },
      { title: 'Mäntsälä case study', url: 'https://example.org/mantsala', finding: 'One 15 MW site covers roughly two thirds of the town’s heat and lowered the price for customers by 11 %.' }
    ],
    report: '## Summary\n\nReuse of data-centre heat has left the pilot stage in the Nordics, but temperature remains the limit: **two thirds** of surveyed sites need a heat pump.\n\n| City | Sites | Homes |\n| --- | ---: | ---: |\n| Stockholm | 20+ | 31,000 |\n| Mäntsälä | 1 | 2,500 |\n\nRegulation now pushes the rest of the EU the same way.'
  },
  {
    question: 'Which open formats for vector indexes can be read by more than one engine?',
    queries: ['vector index file format interoperability', 'Lance columnar format vector index', 'Parquet vector search extension'],
    sources: [
      { title: 'Lance v2 format notes', url: 'https://example.org/lance-v2', finding: 'IVF-PQ parameters are stored beside the data, and three engines read them today.' },
      { title: 'HNSW on disk: four incompatible layouts', url: 'https://example.org/hnsw-layouts', finding: 'No two of the compared engines could open each other’s graph files, although all implement the same paper.' },
      { title: 'Proposal: vector statistics in Parquet', url: 'https://example.org/parquet-vec', finding: 'The proposal keeps centroids in page indexes; a reader without support still sees a plain list column.' }
    ],
    report: '## Answer\n\nOnly columnar formats travel. Graph indexes (HNSW) are private to each engine; IVF data in Lance, and in future perhaps in Parquet, can be shared.\n\n```text\nlance  : 3 engines\nparquet: proposal\nhnsw   : 0\n```'
  },
  {
    question: 'What do recent field trials say about four-day weeks in customer service?',
    queries: ['four day week trial customer support results', 'shift planning compressed week call centre', 'attrition four-day week contact centre'],
    sources: [
      { title: 'Trial report, 61 companies', url: 'https://example.org/trial-61', finding: 'Attrition fell by 42 % in support teams; first-response time was unchanged after week six.' },
      { title: 'Staggered rosters in practice', url: 'https://example.org/rosters', finding: 'Teams under nine people could not keep five-day cover without overtime.' },
      { title: 'What customers noticed', url: 'https://example.org/noticed', finding: 'Satisfaction rose by 0.3 points of 5; Friday waiting times rose by 70 seconds.' },
      { title: 'Costs of the switch', url: 'https://example.org/costs', finding: 'One-off planning cost was about 1.2 % of yearly payroll.' },
      { title: 'Two years later', url: 'https://example.org/later', finding: '54 of the 61 companies kept the arrangement.' }
    ],
    report: '## Findings\n\n- Attrition **−42 %**\n- First response unchanged\n- Small teams (< 9) struggle\n\nThe effect seems to last: 54 of 61 companies kept it after two years.'
  }
]
