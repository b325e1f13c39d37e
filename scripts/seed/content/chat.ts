/** Things that people ask a streaming assistant, with the answers that it gives. */
export const chats: readonly { readonly ask: string; readonly answer: string }[] = [
  { ask: 'Write a regex for ISO dates and explain it.', answer: 'Use `^\\d{4}-\\d{2}-\\d{2}$`.\n\n- `\\d{4}` is the year\n- `\\d{2}` month and day\n\nIt checks the *shape* only; `2026-02-31` passes.' },
  { ask: 'Why does my Python list change when I pass it to a function?', answer: 'A list is passed by reference:\n\n```python\ndef add(item, items=[]):  # the default is shared!\n    items.append(item)\n    return items\n```\n\nCreate the list inside the function, or copy it first.' },
  { ask: 'Explain the CAP theorem as if I were ten.', answer: 'Imagine two friends who keep one diary in two copies. When the phone line breaks, they can either stop writing (so the copies agree) or go on writing (so each of them can always use it). They cannot have both until the line is back. 📞' },
  { ask: 'Übersetze bitte: “The early bird catches the worm.”', answer: '„Der frühe Vogel fängt den Wurm.“ Im Deutschen sagt man auch: „Morgenstund hat Gold im Mund.“' },
  { ask: 'Give me a table of the planets with their diameters.', answer: '| Planet | km |\n| --- | ---: |\n| Mercury | 4,879 |\n| Venus | 12,104 |\n| Earth | 12,756 |\n| Mars | 6,792 |\n| Jupiter | 142,984 |\n| Saturn | 120,536 |\n| Uranus | 51,118 |\n| Neptune | 49,528 |' },
  { ask: '東京の天気はどうですか。', answer: '申し訳ありませんが、現在の天気は分かりません。気象庁のサイトをご覧ください。' }
]
