package simplesigning

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// entry is what a Rekor log keeps of a signature: a hashedrekord.
// https://github.com/sigstore/rekor/blob/main/pkg/types/hashedrekord/v0.0.1/hashedrekord_v0_0_1_schema.json
type entry struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Spec       struct {
		Data struct {
			Hash struct {
				Algorithm string `json:"algorithm"`
				Value     string `json:"value"`
			} `json:"hash"`
		} `json:"data"`
		Signature struct {
			Content   []byte `json:"content"`
			PublicKey struct {
				Content []byte `json:"content"`
			} `json:"publicKey"`
		} `json:"signature"`
	} `json:"spec"`
}

// promised is what the log signs. Its members are in the order that RFC 8785 puts them in, and hold nothing that RFC 8785
// would write otherwise than encoding/json does.
type promised struct {
	Body           []byte `json:"body"`
	IntegratedTime int64  `json:"integratedTime"`
	LogID          string `json:"logID"`
	LogIndex       int64  `json:"logIndex"`
}

// promise is the bundle annotation: a log's promise to include the signature, dated now.
func promise(log crypto.Signer, content, signature, keyOrCertificate []byte) ([]byte, error) {
	var e entry
	hash := sha256.Sum256(content)
	e.APIVersion, e.Kind = "0.0.1", "hashedrekord"
	e.Spec.Data.Hash.Algorithm, e.Spec.Data.Hash.Value = "sha256", hex.EncodeToString(hash[:])
	e.Spec.Signature.Content, e.Spec.Signature.PublicKey.Content = signature, keyOrCertificate
	body, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	key, err := PublicKey(log)
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256(key)
	payload, err := json.Marshal(promised{body, time.Now().Unix(), hex.EncodeToString(id[:]), 1})
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(payload)
	timestamp, err := log.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{"SignedEntryTimestamp": timestamp, "Payload": json.RawMessage(payload)})
}
