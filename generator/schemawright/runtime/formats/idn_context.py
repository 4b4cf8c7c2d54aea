# fmt: off
# The same text in every package, whatever the length of its lines.
"""Characters that only some neighbours allow in a host name (RFC 5892, appendix A)."""

from __future__ import annotations

import re
from unicodedata import category, combining

# Joining_Type (Unicode 18, DerivedJoiningType.txt): Dual_, Left_ and Right_Joining. In a
# range there may also be what no host name has, here and in the scripts below.
_BOTH = (
    "\u0620\u0626\u0628\u062a-\u062e\u0633-\u0647\u0649\u064a\u066e\u066f"
    "\u0679-\u0687\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc"
    "\u06ff\u0712-\u0714\u071a-\u071d\u071f-\u0727\u0729\u072b\u072d\u072e"
    "\u074e-\u0758\u075c-\u076a\u076d-\u0770\u0772\u0775-\u0777\u077a-\u077f"
    "\u07ca-\u07ea\u0841-\u0845\u0848\u084a-\u0853\u0855\u0860\u0862-\u0865\u0868"
    "\u0886\u0889-\u088d\u088f\u08a0-\u08a9\u08af\u08b0\u08b3-\u08b8\u08ba-\u08c8"
    "\u1820-\u1878\u1887-\u18a8\u18aa\ua840-\ua871\U00010ac0-\U00010ac4"
    "\U00010ad3-\U00010ad6\U00010ad8-\U00010adc\U00010ade-\U00010ae0\U00010b80"
    "\U00010b82\U00010b86-\U00010b88\U00010b8a\U00010b8b\U00010b8d\U00010b90"
    "\U00010d01-\U00010d21\U00010d23\U00010ec3\U00010ec4\U00010ec6\U00010ec7"
    "\U00010f30-\U00010f32\U00010f34-\U00010f44\U00010f70-\U00010f73"
    "\U00010f76-\U00010f81\U00010fb0\U00010fb2\U00010fb3\U00010fb8\U00010fbb"
    "\U00010fbc\U00010fbe\U00010fbf\U00010fc1\U00010fc4\U0001e922-\U0001e943"
)
_LEFT = "\ua872\U00010acd\U00010ad7\U00010d00\U00010ed9-\U00010eee"
_RIGHT = (
    "\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0688-\u0699\u06c0"
    "\u06c3-\u06cb\u06cd\u06cf\u06d2-\u06d5\u06ee\u06ef\u0710\u0715-\u0719\u071e"
    "\u0728\u072a\u072c\u072f\u074d\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778"
    "\u0779\u0840\u0846\u0847\u0849\u0854\u0856-\u0858\u0867\u0869-\u0882\u088e"
    "\u08aa-\u08ac\u08ae\u08b1\u08b2\u08b9\U00010ac5\U00010ac7-\U00010aca"
    "\U00010ace-\U00010ad2\U00010add\U00010ae1\U00010ae4\U00010b81"
    "\U00010b83-\U00010b85\U00010b89\U00010b8c\U00010b8e\U00010b8f\U00010b91"
    "\U00010d22\U00010ec2\U00010f33\U00010f74\U00010f75\U00010fb4-\U00010fb6"
    "\U00010fb9\U00010fba\U00010fbd\U00010fc2\U00010fc3"
)

_joins_left = re.compile(f"[{_BOTH}{_LEFT}]").match
_joins_right = re.compile(f"[{_BOTH}{_RIGHT}]").match

# Script (Unicode 18, Scripts.txt).
_greek = re.compile("[\u0371-\u03e1\u03f3-\u03fc\u1d26-\u1d2a\u1f00-\u1ff6\uab65]").match
_hebrew = re.compile("[\u0591-\u05f4\ufb1e]").match
_japanese = re.compile(
    "[\u3041-\u3096\u309d\u309e\U0001b001-\U0001b11f\U0001b132-\U0001b152"  # Hiragana
    "\u30a1-\u30fa\u30fd\u30fe\u31f0-\u31ff\U0001aff0-\U0001b000"  # Katakana
    "\U0001b120-\U0001b128\U0001b155-\U0001b168"
    "\u3005\u3007\u3400-\u9fff\ufa0e-\ufa29\U00016fe3\U00016ff0-\U00016ff3"  # Han
    "\U00020000-\U00033479]"
).search

_arabic_digit = re.compile("[\u0660-\u0669]").search
_extended_arabic_digit = re.compile("[\u06f0-\u06f9]").search

CONTEXTUAL = frozenset(
    "\u200c\u200d\u00b7\u0375\u05f3\u05f4\u30fb"
    "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
    "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"
)
"""CONTEXTJ and CONTEXTO (RFC 5892, 2.6 and 2.8)."""


def is_in_context(label: str, index: int) -> bool:
    """Say whether a character of CONTEXTUAL may stand at a place in a label."""
    before, after = label[:index], label[index + 1 :]
    match label[index]:
        case "\u200c":  # A.1 ZERO WIDTH NON-JOINER
            return _ends_in_virama(before) or _is_between_joining(before, after)
        case "\u200d":  # A.2 ZERO WIDTH JOINER
            return _ends_in_virama(before)
        case "\u00b7":  # A.3 MIDDLE DOT
            return before.endswith("l") and after.startswith("l")
        case "\u0375":  # A.4 GREEK LOWER NUMERAL SIGN
            return _greek(after) is not None
        case "\u05f3" | "\u05f4":  # A.5, A.6 HEBREW PUNCTUATION GERESH and GERSHAYIM
            return _hebrew(before[-1:]) is not None
        case "\u30fb":  # A.7 KATAKANA MIDDLE DOT
            return _japanese(label) is not None
        case digit if digit < "\u06f0":  # A.8 ARABIC-INDIC DIGITS
            return _extended_arabic_digit(label) is None
        case _:  # A.9 EXTENDED ARABIC-INDIC DIGITS
            return _arabic_digit(label) is None


def _ends_in_virama(text: str) -> bool:
    # Canonical_Combining_Class 9 is Virama.
    return text != "" and combining(text[-1]) == 9


def _is_between_joining(before: str, after: str) -> bool:
    left = next((each for each in reversed(before) if not _is_transparent(each)), "")
    right = next((each for each in after if not _is_transparent(each)), "")
    return _joins_left(left) is not None and _joins_right(right) is not None


def _is_transparent(character: str) -> bool:
    # Joining_Type Transparent; ADLAM NASALIZATION MARK alone is no mark by its category.
    return category(character) == "Mn" or character == "\U0001e94b"
