package api

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Entry is one operation, as a page shows it.
type Entry struct {
	Tag, Method, Path, Summary, About string
	Takes, Gives                      []Field // of the body; nothing is nothing
	Try                               string  // a command line
}

// Field is one field of a body. Those of what is inside follow it, with its name before theirs.
type Field struct {
	Name, Type, About string
	Needed            bool
}

// Reference is every operation, in the order in which somebody reads them.
func (a *API) Reference() []Entry {
	doc := a.huma.OpenAPI()
	var all []Entry
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			e := Entry{Tag: strings.Join(op.Tags, ", "), Method: op.Method, Path: path, Summary: op.Summary, About: op.Description}
			if op.RequestBody != nil {
				e.Takes = a.fields(schemaOf(op.RequestBody.Content), "", 0)
			}
			if r := op.Responses["200"]; r != nil {
				e.Gives = a.fields(schemaOf(r.Content), "", 0)
			}
			e.Try = try(op.Method, path)
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(order(a.Tag), order(b.Tag)) })
	return all
}

func order(tag string) int { return slices.Index([]string{tagChair, tagProgramme}, tag) }

// try is how one tries an operation by hand.
func try(method, path string) string {
	path = strings.NewReplacer("{name}", "after-desk", "{code}", "tracking").Replace(path)
	switch {
	case strings.HasSuffix(path, "/events"):
		return "curl -N http://localhost:8420" + path
	case strings.HasSuffix(path, "/commands"):
		return `curl -H 'Content-Type: application/json' -H 'Idempotency-Key: 1' -d '{"verb":"start","programme":"after-desk","body":"ansur:average-woman","pace":8}' http://localhost:8420` + path
	case method == "POST":
		return "curl -X POST http://localhost:8420" + path
	}
	return "curl http://localhost:8420" + path
}

func schemaOf(content map[string]*huma.MediaType) *huma.Schema {
	for _, kind := range []string{"application/json", "text/event-stream"} {
		if m := content[kind]; m != nil {
			return m.Schema
		}
	}
	return nil
}

// deepest is how far inside fields are listed.
const deepest = 2

// fields lists what a schema has.
func (a *API) fields(s *huma.Schema, before string, depth int) []Field {
	s = a.solid(s)
	if s == nil || depth > deepest {
		return nil
	}
	if s.Type == huma.TypeArray {
		return a.fields(s.Items, strings.TrimSuffix(before, ".")+"[].", depth)
	}
	var all []Field
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		inside := a.solid(p)
		f := Field{Name: before + name, Type: a.typeOf(p), About: cmp.Or(p.Description, inside.Description), Needed: slices.Contains(s.Required, name)}
		all = append(all, f)
		all = append(all, a.fields(p, before+name+".", depth+1)...)
	}
	return all
}

// solid is a schema itself, where there was a reference to it.
func (a *API) solid(s *huma.Schema) *huma.Schema {
	for s != nil && s.Ref != "" {
		s = a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// typeOf is a field's type in a word.
func (a *API) typeOf(s *huma.Schema) string {
	s = a.solid(s)
	switch {
	case s == nil:
		return ""
	case len(s.Enum) > 0:
		var words []string
		for _, v := range s.Enum {
			if text := reflect.ValueOf(v); text.Kind() == reflect.String {
				words = append(words, text.String())
			}
		}
		return strings.Join(words, " | ")
	case s.Type == huma.TypeArray:
		return a.typeOf(s.Items) + "[]"
	}
	return s.Type
}
