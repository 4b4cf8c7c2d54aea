"""How each library is asked to decode and encode, as its users ask it.

Libraries are imported when they are asked for, so that those that are not there are left out.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OURS = "schemawright"
FERN = "Fern (vapi-server-sdk)"
GENERATED = "pydantic, generated"
PYDANTIC = "pydantic, tuned"
MSGSPEC = "msgspec, tuned"
MASHUMARO = "mashumaro, tuned"
CATTRS = "cattrs, tuned"


class Peer(NamedTuple):
    """The four ways between a value and an object."""

    decode: Callable[[Any], Any]
    """From what `json.loads` returns."""
    decode_bytes: Callable[[bytes], Any]
    encode: Callable[[Any], Any]
    """To what `json.dumps` takes."""
    encode_bytes: Callable[[Any], bytes]


def ours() -> Peer:
    call: Any = import_module("vapi_call").Call
    return Peer(call.from_dict, call.from_json, call.to_dict, call.to_json)


def _pydantic(module: str) -> Peer:
    from_module: Any = import_module(module)
    adapter = import_module("pydantic").TypeAdapter(from_module.Call)

    def encode(value: Any) -> Any:
        return adapter.dump_python(value, mode="json", by_alias=True, exclude_unset=True)

    def encode_bytes(value: Any) -> bytes:
        found: bytes = adapter.dump_json(value, by_alias=True, exclude_unset=True)
        return found

    return Peer(adapter.validate_python, adapter.validate_json, encode, encode_bytes)


def generated_pydantic() -> Peer:
    return _pydantic("generated_pydantic")


def tuned_pydantic() -> Peer:
    return _pydantic("tuned_pydantic")


def msgspec() -> Peer:
    library: Any = import_module("msgspec")
    call: Any = import_module("tuned_msgspec").Call

    def decode(value: Any) -> Any:
        return library.convert(value, call)

    decoder, encoder = library.json.Decoder(call), library.json.Encoder()
    return Peer(decode, decoder.decode, library.to_builtins, encoder.encode)


def mashumaro() -> Peer:
    """Return its methods, looked up at each call: the first call puts others in their place."""
    call: Any = import_module("tuned_mashumaro").Call

    def decode(value: Any) -> Any:
        return call.from_dict(value)

    def decode_bytes(text: bytes) -> Any:
        return call.from_json(text)

    def encode(value: Any) -> Any:
        return value.to_dict()

    def encode_bytes(value: Any) -> bytes:
        found: bytes = value.to_jsonb()
        return found

    return Peer(decode, decode_bytes, encode, encode_bytes)


def cattrs() -> Peer:
    module: Any = import_module("tuned_cattrs")
    call, plain, fast = module.Call, module.converter, module.orjson_converter

    def decode(value: Any) -> Any:
        return plain.structure(value, call)

    def decode_bytes(text: bytes) -> Any:
        return fast.loads(text, call)

    return Peer(decode, decode_bytes, plain.unstructure, fast.dumps)


def fern() -> Peer:
    """Return what the SDK's client does with responses, and with the bodies of requests."""
    call: Any = import_module("vapi.types.call").Call
    construct: Any = import_module("vapi.core.unchecked_base_model").construct_type
    encode: Any = import_module("vapi.core.jsonable_encoder").jsonable_encoder

    def decode(value: Any) -> Any:
        return construct(type_=call, object_=value)

    def decode_bytes(text: bytes) -> Any:
        return construct(type_=call, object_=json.loads(text))

    def encode_bytes(value: Any) -> bytes:
        return json.dumps(encode(value)).encode()

    return Peer(decode, decode_bytes, encode, encode_bytes)


PEERS: Mapping[str, Callable[[], Peer]] = {
    OURS: ours,
    FERN: fern,
    GENERATED: generated_pydantic,
    PYDANTIC: tuned_pydantic,
    MSGSPEC: msgspec,
    MASHUMARO: mashumaro,
    CATTRS: cattrs,
}
"""What makes each peer ready, ours first."""
