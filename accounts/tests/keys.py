"""A security key made of software, as far as the pages need one: what a browser would have sent when it was added."""

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE = "localhost"


def make_key(user, name="Phone"):
    public_key = ES256.from_cryptography_key(
        ec.generate_private_key(ec.SECP256R1()).public_key()
    )
    identity = f"key of {user.pk}".encode()
    key = AttestedCredentialData.create(Aaguid.NONE, identity, public_key)
    data = AuthenticatorData.create(
        b"\0" * 32, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, key
    )
    client = CollectedClientData.create(
        "webauthn.create", b"challenge", f"http://{SITE}"
    )
    credential = {
        "id": websafe_encode(identity),
        "rawId": websafe_encode(identity),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(
                AttestationObject.create("none", data, {})
            ),
        },
    }
    return Authenticator.objects.create(
        user=user, type="webauthn", data={"name": name, "credential": credential}
    )
