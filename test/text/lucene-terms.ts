/**
 * What Lucene 8.7 (Java 17) gives: texts of our own and the terms of its English chain, joined by spaces. Invisible characters, marks and
 * lone surrogates are written as escapes.
 */
export const luceneTerms: Readonly<Record<string, readonly (readonly [text: string, terms: string])[]>> = {
  'words and punctuation': [
    ["The quick-witted fox's den, isn't it?", "quick wit fox den isn't"],
    ["a.b. e.g. i.e. U.S.A. Ph.D. rock'n'roll", "a.b e.g i. u.s.a ph.d rock'n'rol"],
    ['foo:bar foo::bar std::vector<int> x=y', 'foo:bar foo bar std vector int x y'],
    ["O'Neil’s dogs’ rock＇s cats' JAMES'S it's", "o'neil dog rock cat jame"],
    ["can't CAN’T won't we've I'm they'll", "can't can’t won't we'v i'm they'll"],
    ['user@example.com https://example.org/a_b?c=1&d=2#top', 'user example.com http example.org a_b c 1 d 2 top'],
    ['snake_case __init__ _x_ __ a__b 1_000 trailing_', 'snake_cas __init__ _x_ a__b 1_000 trailing_'],
    ['C++ C# F# node.js .NET v1.2.3 a.1 1.a', 'c c f node.j net v1.2.3 1 1'],
    ['AT&T R&D and/or «guillemets» “quotes” (parens)[x]{y}', 't r d guillemet quot paren x y'],
    ['x² H₂O 10⁻³ E=mc² α+β→γ ∑xᵢ', 'x h o 10 e mc α β γ xᵢ'],
    ['naïve café ÉCOLE Straße ŒUVRE', 'naïv café école straße œuvr'],
    [
      'organization organizations organizing organized organizer relational conditional vietnamization predication operator feudalism decisiveness hopefulness callousness formality sensitivity sensibility',
      'organ organ organ organ organ relat condit vietnam predic oper feudal decis hope callous formal sensit sensibl',
    ],
    [
      'happy sky flies dying ponies ties caresses agreed feed plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing',
      'happi sky fli dy poni ti caress agre feed plaster bled motor sing conflat troubl size hop tan fall hiss fizz fail file',
    ],
    [
      'archaeology possibly conformably skies news kinder running ran generalizations oscillators',
      'archaeolog possibl conform ski new kinder run ran gener oscil',
    ],
  ],
  'numbers and dates': [
    ['3.14 1,000,000 1.000,50 1;2 2/3 50% $9.99', '3.14 1,000,000 1.000,50 1;2 2 3 50 9.99'],
    ['2024-01-31 31.01.2024 12:30:45 12:30pm', '2024 01 31 31.01.2024 12 30 45 12 30pm'],
    ["1e-5 0x1F 3rd 2nd 5'10\" 1'000", "1e 5 0x1f 3rd 2nd 5'10 1'000"],
    ['٣٫١٤ १२३ １２．５ ½ Ⅷ', '٣٫١٤ १२३ １２．５ ⅷ'],
    ['1.2.3.4 1..2 1, 2 1.,2 .5 5.', '1.2.3.4 1 2 1 2 1 2 5 5'],
  ],
  scripts: [
    ['Ελληνικά ΟΔΟΣ Σίσυφος', 'ελληνικά οδοσ σίσυφος'],
    ['Привет, МИР! Ёлка', 'привет мир ёлка'],
    ['שלום עולם צה"ל ג\'ירפה א"ב"ג', 'שלום עולם צה"ל ג\'ירפה א"ב ג'],
    ['العربية مَرْحَبًا', 'العربية مَرْحَبًا'],
    ['漢字とひらがなとカタカナ', '漢 字 と ひ ら が な と カタカナ'],
    ['東京タワー ｶﾀｶﾅ カ_タ ア1 aア', '東 京 タワー ｶﾀｶﾅ カ_タ ア 1 ア'],
    ['한국어 조선말', '한국어 조선말'],
    ['ภาษาไทยง่าย ລາວ ខ្មែរ မြန်မာ', 'ภาษาไทยง่าย ລາວ ខ្មែរ မြန်မာ'],
    ['\u0130stanbul Iğdır DŽ ǅ ẞ \u212a \u212b', 'istanbul iğdır dž ǆ ß k å'],
    ['𐐀𐐁𐐂 𐒰𐒱 𝒜𝓑 𠀀𠀁', '𐐨𐐩𐐪 𐓘𐓙 𝒜𝓑 𠀀 𠀁'],
    ['Ꭰꭰ Ა ა Ⴀ', 'ꭰꭰ ა ⴀ'],
    ['ｆｕｌｌｗｉｄｔｈ ＡＢＣ１２３', 'ｆｕｌｌｗｉｄｔｈ ａｂｃ１２３'],
  ],
  emoji: [
    ['I ❤\ufe0f NY 👍\u{1f3fd}👩\u200d👩\u200d👧\u200d👦 ok', 'i ❤\ufe0f ny 👍\u{1f3fd} 👩\u200d👩\u200d👧\u200d👦 ok'],
    ['🇩🇪🇫🇷🇯 #\ufe0f\u20e3 1\ufe0f\u20e3 *\u20e3 #5', '🇩🇪 🇫🇷 #\ufe0f\u20e3 1\ufe0f\u20e3 *\u20e3 5'],
    [
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} © ® ™ ℹ\ufe0f Ⓜ Ⓜ\ufe0fx',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} © ® ™ ℹ\ufe0f ⓜ ⓜ\ufe0fx',
    ],
    ['☺\ufe0e ☺\ufe0f 😀😀 a😀b 🧑\u{1f3ff}\u200d🚀 \u{1f3ff}', '☺ ☺\ufe0f 😀 😀 😀 b 🧑\u{1f3ff}\u200d🚀 \u{1f3ff}'],
  ],
  'marks and formats': [
    ['e\u0301te\u0301 co\u00adop zero\u200bwidth ZW\u200dJ \u0301x \u200ea', 'e\u0301te\u0301 co\u00adop zero width zw\u200dj x'],
    ['a\u0308.b\u0308 1\u0308,2 _\u0308a x\ufe0f #\ufe0f', 'a\u0308.b\u0308 1\u0308,2 _\u0308a x\ufe0f'],
  ],
  'stop words': [
    [
      'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with',
      '',
    ],
    ["THE The tHe the's there's this's theme thes ands its of's", 'theme the and it'],
    ['we you he she from have has had were been who what when', 'we you he she from have ha had were been who what when'],
  ],
  'lone surrogates': [
    ['foo\ud83d bar\ude00 \udc00\ud800 baz', 'foo bar baz'],
    ['\ud83d😀 x\ude00y', '😀 x y'],
  ],
};
