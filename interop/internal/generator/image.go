package generator

import (
	"fmt"
	"strings"
)

// image is a reference and where it is found.
type image struct {
	host, path, tag string
	// by is how the reference names it: by tag, by digest, or by neither.
	by     pointer
	digest string
}

type pointer int

const (
	byTag pointer = iota
	byDigest
	byNothing
)

func newImage(s source, number uint64) image {
	last := fmt.Sprintf("%s%d", pick(s, "app-", "app", "a.b-", "x__", "a--"), number)
	path := pick(s, "team/", "team/", "a/b/c/", "") + last
	host := pick(s, "registry.example.com", "registry.example.com", "registry.example.com:5000", "docker.io", "localhost", "localhost:5000",
		"a.b.example.com", "quay.io", "10.0.0.1:5000")
	if host == "docker.io" && !strings.Contains(path, "/") {
		path = "library/" + path
	}
	made := image{host: host, path: path, tag: pick(s, "1.0", "latest", "V_1", "x-y.z"), by: pick(s, byTag, byTag, byDigest, byNothing)}
	if made.by == byNothing {
		made.tag = "latest"
	}
	return made
}

func (i image) name() string { return i.host + "/" + i.path }

// full is the reference with all that is left out.
func (i image) full() string {
	if i.by == byDigest {
		return i.name() + "@" + i.digest
	}
	return i.name() + ":" + i.tag
}

// written is the reference as a user may write it.
func (i image) written(s source) string {
	name := i.name()
	if i.host == "docker.io" && s.oneIn(2) {
		name = strings.TrimPrefix(i.path, "library/")
	}
	switch i.by {
	case byDigest:
		return name + "@" + i.digest
	case byNothing:
		return name
	default:
		return name + ":" + i.tag
	}
}

// parents are the name and what is above it.
func (i image) parents() []string {
	name := i.name()
	parents := []string{name}
	for at := strings.LastIndexByte(name, '/'); at > 0; at = strings.LastIndexByte(name, '/') {
		name = name[:at]
		parents = append(parents, name)
	}
	return parents
}

// scopes are those that govern the image, the most specific first, without the transport's default.
func (i image) scopes() []string {
	scopes := append([]string{i.full()}, i.parents()...)
	host, _, _ := strings.Cut(i.host, ":")
	for _, rest, ok := strings.Cut(host, "."); ok; _, rest, ok = strings.Cut(rest, ".") {
		scopes = append(scopes, "*."+rest)
	}
	return scopes
}

// strange is a scope that looks as if it governed the image.
func (i image) strange(s source) string {
	host, _, _ := strings.Cut(i.host, ":")
	return pick(s, "*."+i.host, host+":443", "*", i.path, "*."+host+"/"+i.path, i.name()+"/", i.name()[:len(i.name())-1], strings.ToUpper(i.host), i.name()+":", i.host+"/",
		i.name()+":latest", i.name()+":1.0", host, "docker.io", "docker.io/library", "library", "*.0.0.1", i.full()+" ", "//"+i.host)
}

// spoiled is no reference, or another one of the same repository: what a missing repository means is not for policies.
func (i image) spoiled(s source) string {
	text := i.full()
	return pick(s, text+"@sha256:"+strings.Repeat("0", 64), i.name()+":"+i.tag+"@"+i.digest, strings.ToUpper(text), text+":1", "docker://"+text, text+"/", i.host+":", i.host+"/",
		i.name()+"@sha256:"+strings.Repeat("A", 64), i.name()+"@sha256:abc", i.name()+":"+strings.Repeat("t", 129), i.name()+":-x", i.name()+"//x", "/"+text, " "+text, "", ":", "@",
		strings.Repeat("a", 64), "sha256:"+strings.Repeat("a", 129), i.host+"/"+strings.Repeat("p/", 127)+"p", i.name()+"_", i.host+"/a___b", i.host+"/a.-b", i.name()+"@sha512:"+strings.Repeat("a", 128),
		i.name()+"@md5:"+strings.Repeat("a", 32), i.name()+"@sha256:"+strings.Repeat("a", 63), i.host+":x/"+i.path, "é/"+i.path, "[::1/"+i.path, "a..b/"+i.path, "-a.b/"+i.path)
}

// identities are what a payload may say instead.
func (d *draft) identities(good string) []string {
	i := d.image
	return []string{
		i.full(), i.name(), i.name() + ":other", i.name() + ":" + i.tag, i.name() + "@" + i.digest, i.name() + ":" + i.tag + "@" + i.digest, "", "other.example.com/" + i.path, i.path,
		strings.ToUpper(i.name()), good + " ", good + ":x", "docker://" + good, i.name() + "x", strings.TrimPrefix(i.path, "library/"), strings.TrimPrefix(i.path, "library/") + ":" + i.tag,
		"index.docker.io/" + i.path + ":" + i.tag, i.name() + "@sha256:" + strings.Repeat("0", 64), "é", i.name() + "@sha512:" + strings.Repeat("0", 128), strings.Repeat("a", 300), strings.Repeat("a", 64),
		"docker.io/" + i.path + ":" + i.tag, "registry-1.docker.io/" + i.path,
	}
}
