import { describe, expect, it } from 'vitest'
import { listXml } from '../testStore'
import { parseListing } from './listing'

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
const tail = '</ListBucketResult>'
const object = '<Contents><Key>data/a</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size></Contents>'

describe('a listing in XML', () => {
  it('gives what we use of it and passes the rest by', () => {
    const owner = '<Owner><ID>1</ID><DisplayName>x &lt; y</DisplayName></Owner>'
    const rest = `<ChecksumAlgorithm>CRC32</ChecksumAlgorithm>${owner}<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus><StorageClass/>`
    const xml = `${head}
      <Name>b</Name><Prefix></Prefix><Delimiter/><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><KeyCount>2</KeyCount>
      <IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>
      ${object.replace('</Contents>', `${rest}</Contents>`)}<CommonPrefixes><Prefix>data/c%2F</Prefix></CommonPrefixes>
    ${tail}\n`
    expect(parseListing(xml)).toEqual({
      $metadata: {}, Name: 'b', KeyCount: 2, IsTruncated: true, NextContinuationToken: 'a&b=', EncodingType: 'url',
      Contents: [{ Key: 'data/a', Size: 7, ETag: '"e"', LastModified: new Date('2026-01-01T00:00:00Z') }],
      CommonPrefixes: [{ Prefix: 'data/c%2F' }]
    })
  })

  it.each([
    ['&amp;&lt;&gt;&quot;&apos;', '&<>"\''],
    ['&#10;&#x1F600;&#x1;', '\n\u{1F600}\u0001'],
    ['&amp;lt;', '&lt;'],
    ['ü 😀 > %', 'ü 😀 > %']
  ])('reads the text %s', (raw, text) => {
    expect(parseListing(listXml([raw]))?.Contents?.[0]?.Key).toBe(text)
  })

  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['a page of a portal', '<html><body>Sign in</body></html>'],
    ['JSON', '{}'],
    ['an error', '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>'],
    ['a document type', `<?xml version="1.0"?><!DOCTYPE l>${head.slice(39)}${tail}`],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?><ListBucketResult>${tail}`],
    ['a comment', `${head}<!-- x -->${object}${tail}`],
    ['CDATA', `${head}<Name><![CDATA[b]]></Name>${tail}`],
    ['an instruction', `${head}<?x y?>${tail}`],
    ['an entity of its own', `${head}<Name>&b;</Name>${tail}`],
    ['a lone ampersand', `${head}<Name>a & b</Name>${tail}`],
    ['half a surrogate pair', `${head}<Name>&#xD800;</Name>${tail}`],
    ['a character beyond Unicode', `${head}<Name>&#x110000;</Name>${tail}`],
    ['an attribute', `${head}<Name x="1">b</Name>${tail}`],
    ['a name twice', `${head}<Name>b</Name><Name>c</Name>${tail}`],
    ['a key twice', `${head}${object.replace('</Key>', '</Key><Key>data/b</Key>')}${tail}`],
    ['text between elements', `${head}x${object}${tail}`],
    ['tags that cross', `${head}<Owner><ID>1</Owner></ID>${tail}`],
    ['an element in a text', `${head}<Name>b<b/></Name>${tail}`],
    ['an empty object element', `${head}<Contents/>${object}${tail}`],
    ['a size that is no number', `${head}${object.replace('>7<', '>7.5<')}${tail}`],
    ['a date that is none', `${head}${object.replace('2026-01-01T', 'yesterday')}${tail}`],
    ['a truth that is none', `${head}<IsTruncated>maybe</IsTruncated>${tail}`],
    ['an encoding type we do not know', `${head}<EncodingType>base64</EncodingType>${tail}`],
    ['something after the end', `${head}${tail}<more/>`]
  ])('is not plain with %s', (_name, xml) => {
    expect(parseListing(xml)).toBeNull()
  })

  it('is not plain when it is cut off anywhere', () => {
    const xml = `${head}<Name>b</Name>${object}${tail}`
    const taken = Array.from(xml, (_char, end) => parseListing(xml.slice(0, end))).filter((listing) => listing !== null)
    expect(taken).toEqual([])
    expect(parseListing(xml)).not.toBeNull()
  })
})
