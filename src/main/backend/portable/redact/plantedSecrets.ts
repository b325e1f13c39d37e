/** A secret as it may stand in a value: where it is written and what must not be left of it. */
export interface PlantedSecret {
  readonly name: string
  /** The secret itself. */
  readonly secret: string
  /** A value that holds it. */
  readonly text: string
  /** Name of the member the value stands under; left out = `note`. */
  readonly member?: string
}

// Written in two parts, so that no scanner of this repository takes them for real ones. All are made up.
const of = (...parts: readonly string[]): string => parts.join('')
const signs = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'
const hex = '0123456789abcdef0123456789abcdef'

const pem = of('-----BEGIN RSA PRIV', 'ATE KEY-----\nMIIEow', signs, '\n', signs, signs, '\n-----END RSA PRIV', 'ATE KEY-----')

const shapes: readonly (readonly [name: string, secret: string, before?: string, after?: string, member?: string])[] = [
  ['AWS access key', of('AKI', 'AIOSFODNN7EXAMPLE'), 'key id '],
  ['AWS temporary key', of('ASI', 'AQWERTYUIOPASDFGH'), '{"id": "', '"}'],
  ['AWS secret', of('wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY'), 'aws_secret_access_key = '],
  ['AWS secret alone', of('qZ7rXUtnFEMI/K7MDENGx', 'bPxRfiCYEXAMPLE0KEY')],
  ['GitHub token', of('ghp', '_', signs, 'a1B2'), 'remote: '],
  ['GitHub fine-grained token', of('github', '_pat_11ABCDEFG0', signs)],
  ['GitLab token', of('glp', 'at-', signs.slice(0, 20))],
  ['npm token', of('npm', '_', signs, 'a1B2'), '//registry/:_authToken='],
  ['Slack token', of('xox', 'b-123456789012-', signs.slice(0, 24))],
  ['Slack webhook', of('https://hooks.slack', '.com/services/T00000000/B00000000/', signs.slice(0, 24)), 'post to '],
  ['OpenAI key', of('sk', '-proj-', signs), 'OpenAI said: Incorrect API key provided: '],
  ['Anthropic key', of('sk', '-ant-api03-', signs, signs)],
  ['Google key', of('AIz', 'aSy', signs, 'Q'), 'https://maps/?key='],
  ['Google token', of('ya2', '9.a0', signs)],
  ['Stripe key', of('sk', '_live_', signs.slice(0, 24))],
  ['Twilio key', of('SK', hex), 'twilio '],
  ['SendGrid key', of('SG', '.', signs.slice(0, 22), '.', signs, 'a1B')],
  ['Telegram token', of('1234567890:AA', 'H', signs)],
  ['Hugging Face token', of('hf', '_', signs, 'ab')],
  ['JSON web token', of('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.', signs), 'cookie jwt='],
  ['bearer', of(signs, '.', signs.slice(0, 6)), 'Authorization: Bearer '],
  ['basic', of('YWxhZGRpbjpvcGVuc2', 'VzYW1l'), 'curl -H "Authorization: Basic ', '"'],
  ['private key', pem, 'found:\n', '\ndone'],
  ['database address', of('s3cr3t', 'P@ss'.replace('@', ':'), 'w0rd'), 'postgresql://app:', '@db.internal:5432/prod'],
  ['Azure storage', of(signs, signs, '8g=='), 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=', ';EndpointSuffix=core'],
  ['SQL Server password', of('Tr0ub4dor', '&3x'), 'Server=db;User Id=sa;Password=', ';Encrypt=true'],
  ['password by its name', 'correct horse battery staple', '', '', 'db_password'],
  ['API key in text', of('9f8e7d6c5b4a', '3f2e1d'), "client = Client(api_key='", "')"],
  ['session cookie', of('sid=31d4d96e407aad42; theme=', 'dark0'), 'Cookie: '],
  ['e-mail', 'jane.doe+burr@mail.example.co.uk', 'from Jane <', '>'],
  ['credit card', '4111 1111 1111 1111', 'card ', ' exp 12/29'],
  ['credit card without gaps', '5500005555555559'],
  ['IBAN', 'DE89 3704 0044 0532 0130 00', 'pay to '],
  ['social security', '078-05-1120', 'ssn '],
  ['phone abroad', '+49 30 901820', 'call '],
  ['phone in the US', '(415) 555-0132', 'call ', ' now'],
  ['Azure signature', of('sv=2024&sig=', signs, '%2B').slice(12), 'https://a.blob.core/x?sv=2024&sig='],
  ['Databricks token', of('dap', 'i', hex)]
]

/** Every shape of secret that the built-in rules know, planted in a value. */
export const plantedSecrets: readonly PlantedSecret[] = shapes.map(([name, secret, before = '', after = '', member]) => {
  return { name, secret, text: `${before}${secret}${after}`, ...(member === undefined ? {} : { member }) }
})

/** Texts that only look like secrets: every one must stay as it is. */
export const harmlessTexts: readonly string[] = [
  '2026-11-22T17:58:16.496016', '2026-11-22T17:58:16+00:00', '7248c6dd-17c9-4dd1-af4b-195cbefeefae', 'v1.25.0-rc.3', 'The token count is 1795369069 of 4294967296',
  'def step(state: State, token: str) -> State:\n    api_key = os.environ["API_KEY"]\n    return state.update(password=form.password)',
  'Basic understanding of bearer bonds', '3.141592653589793238', 'sha1 356a192b7913b04c54574d18c28d46e6395428ab', 'order 1234 5678 9012 3456', 'a/b/c/d/e.json at line 415-555',
  'gen_ai.usage.prompt_tokens', 'https://example.com/path?q=1&page=2', 'see @mention and foo@bar', 'GB00 TEST 0000 0000 0000 00', 'secret', 'Traceback (most recent call last):\n  File "/app/run.py", line 12'
]
