# fmt: off
# The same text in every package, whatever the length of its lines.
"""Properties of characters that patterns may name (ECMA-262, tables 67 to 70)."""

from __future__ import annotations

import re

_CATEGORIES = frozenset(
    "C Other Cc Control cntrl Cf Format Cn Unassigned Co Private_Use Cs Surrogate L Letter "
    "LC Cased_Letter Ll Lowercase_Letter Lm Modifier_Letter Lo Other_Letter "
    "Lt Titlecase_Letter Lu Uppercase_Letter M Mark Combining_Mark Mc Spacing_Mark "
    "Me Enclosing_Mark Mn Nonspacing_Mark N Number Nd Decimal_Number digit "
    "Nl Letter_Number No Other_Number P Punctuation punct Pc Connector_Punctuation "
    "Pd Dash_Punctuation Pe Close_Punctuation Pf Final_Punctuation Pi Initial_Punctuation "
    "Po Other_Punctuation Ps Open_Punctuation S Symbol Sc Currency_Symbol "
    "Sk Modifier_Symbol Sm Math_Symbol So Other_Symbol Z Separator Zl Line_Separator "
    "Zp Paragraph_Separator Zs Space_Separator".split()
)
_BINARY = frozenset(
    "ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C "
    "Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF "
    "Changes_When_Casemapped CWCM Changes_When_Lowercased CWL "
    "Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT "
    "Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep "
    "Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base "
    "EBase Emoji_Presentation EPres Extended_Pictographic ExtPict Extender Ext "
    "Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB "
    "IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control "
    "Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point "
    "NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical "
    "Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation "
    "Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS White_Space space "
    "XID_Continue XIDC XID_Start XIDS".split()
)
# Scripts are not listed: each version of Unicode has more of them.
_script = re.compile("(?:Script|sc|Script_Extensions|scx)=[A-Z][a-z]+(?:_[A-Z][a-z]+)*").fullmatch
_category = re.compile("(?:General_Category|gc)=(.*)").fullmatch


def is_property(text: str) -> bool:
    """Say whether a text may be between the braces behind an escaped p."""
    if text in _CATEGORIES or text in _BINARY or _script(text) is not None:
        return True
    found = _category(text)
    return found is not None and found[1] in _CATEGORIES
