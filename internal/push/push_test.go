package push

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser is the other end of RFC 8291: it alone can read what was sent to it.
type browser struct {
	key    *ecdh.PrivateKey
	secret []byte
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	b := browser{key: key, secret: make([]byte, 16)}
	_, _ = rand.Read(b.secret)
	return b
}

func (b browser) device(endpoint string) Device {
	return Device{endpoint, base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes()), base64.RawURLEncoding.EncodeToString(b.secret)}
}

// read opens a message as RFC 8188 and RFC 8291 say.
func (b browser) read(t *testing.T, body []byte) string {
	t.Helper()
	salt, size, length := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	sender, err := ecdh.P256().NewPublicKey(body[21 : 21+length])
	must(t, err)
	shared, err := b.key.ECDH(sender)
	must(t, err)
	ikm, err := hkdf.Key(sha256.New, shared, b.secret, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(sender.Bytes()), 32)
	must(t, err)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(t, err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	record := body[21+length:]
	if len(record) > int(size) {
		t.Fatalf("a record of %d bytes, %d said", len(record), size)
	}
	plain, err := gcm.Open(nil, nonce, record, nil)
	must(t, err)
	return strings.TrimSuffix(strings.TrimRight(string(plain), "\x00"), "\x02")
}

func TestOnlyTheBrowserReadsWhatIsSent(t *testing.T) {
	t.Parallel()
	type got struct {
		header http.Header
		body   []byte
	}
	came, answer := make(chan got, 1), make(chan int, 1)
	service := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came <- got{r.Header, body}
		w.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
		w.WriteHeader(<-answer)
	}))
	t.Cleanup(service.Close)
	file := filepath.Join(t.TempDir(), "push.key")
	s, err := Open(file, "vanthu@tinhuy.vn", []string{strings.TrimPrefix(service.URL, "https://")}, service.Client())
	must(t, err)
	b := newBrowser(t)
	d := b.device(service.URL + "/to/me")
	lengths := map[int]bool{}
	for code, want := range map[int]struct{ fails, gone, permanent bool }{
		201: {}, 200: {}, 410: {true, true, true}, 404: {true, true, true}, 400: {true, false, true}, 403: {true, false, true},
		429: {fails: true}, 500: {fails: true}, 503: {fails: true}, 307: {true, false, true},
	} {
		answer <- code
		err := s.Send(context.Background(), d, []byte("Có 2 việc mới"), code == 200)
		if (err != nil) != want.fails || Gone(err) != want.gone || Permanent(err) != want.permanent {
			t.Errorf("%d: %v, gone %v, permanent %v", code, err, Gone(err), Permanent(err))
		}
		g := <-came
		lengths[len(g.body)] = true
		if text := b.read(t, g.body); text != "Có 2 việc mới" {
			t.Errorf("read %q", text)
		}
		if h := g.header; !strings.HasPrefix(h.Get("Authorization"), "vapid ") || h.Get("TTL") != "43200" || (h.Get("Urgency") == "high") != (code == 200) {
			t.Errorf("%v", h)
		}
	}
	answer <- 201
	must(t, s.Send(context.Background(), d, []byte("x"), false))
	if lengths[len((<-came).body)] = true; len(lengths) != 1 {
		t.Errorf("the length tells what was sent: %v", lengths)
	}
	again, err := Open(file, "vanthu@tinhuy.vn", WellKnown, nil)
	must(t, err)
	if again.PublicKey() != s.PublicKey() || s.PublicKey() == "" {
		t.Error("the key of this server changes")
	}
	if about, err := os.Stat(file); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v %v", about.Mode(), err)
	}
}

func TestNobodyElseIsKnockedAt(t *testing.T) {
	t.Parallel()
	s, err := Open(filepath.Join(t.TempDir(), "push.key"), "vanthu@tinhuy.vn", WellKnown, nil)
	must(t, err)
	b := newBrowser(t)
	must(t, s.Check(b.device("https://fcm.googleapis.com/fcm/send/abc")))
	must(t, s.Check(b.device("https://web.push.apple.com/abc")))
	for _, endpoint := range []string{
		"", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com@127.0.0.1/x", "https://127.0.0.1/x",
		"https://evilfcm.googleapis.com/x", "https://push.apple.com.evil.example/x", "https://.push.apple.com/x", "https://push.apple.com/x",
		"https://user:p@fcm.googleapis.com/x", "file:///etc/passwd", "https://fcm.googleapis.com/" + strings.Repeat("x", maxEndpoint), "//fcm.googleapis.com/x",
	} {
		if err := s.Check(b.device(endpoint)); err == nil {
			t.Errorf("%q is let pass", endpoint)
		}
	}
	good := b.device("https://fcm.googleapis.com/x")
	for name, bad := range map[string]Device{
		"no key": {good.Endpoint, "", good.Secret}, "not on the curve": {good.Endpoint, base64.RawURLEncoding.EncodeToString(make([]byte, 65)), good.Secret},
		"short secret": {good.Endpoint, good.Key, "AAAA"}, "no base64": {good.Endpoint, "§", good.Secret},
	} {
		if s.Check(bad) == nil {
			t.Errorf("%s is let pass", name)
		}
	}
	var off *Sender
	if off.Check(good) == nil || off.PublicKey() != "" || off.Send(context.Background(), good, nil, false) == nil {
		t.Error("a sender that is off allows a device")
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.key")
	must(t, os.WriteFile(bad, []byte("not a key"), 0o600))
	for name, c := range map[string]struct {
		file, contact string
		hosts         []string
	}{
		"no mailbox": {filepath.Join(dir, "a"), "", WellKnown}, "a path": {filepath.Join(dir, "b"), "a@b.vn", []string{"host/path"}},
		"everything": {filepath.Join(dir, "c"), "a@b.vn", []string{"*"}}, "a star inside": {filepath.Join(dir, "d"), "a@b.vn", []string{"a.*.vn"}}, "no key": {bad, "a@b.vn", WellKnown},
	} {
		if s, err := Open(c.file, c.contact, c.hosts, nil); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if s, err := Open(filepath.Join(dir, "none"), "", nil, nil); s != nil || err != nil {
		t.Errorf("without hosts: %v %v", s, err)
	}
}
