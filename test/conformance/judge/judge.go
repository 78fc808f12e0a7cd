package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/go-multierror"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	crds "istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/schema/collection"
	"istio.io/istio/pkg/config/schema/resource"
)

const flagger = "flagger.app"

type refusal struct {
	Judge   string `json:"judge"`
	Message string `json:"message"`
}

type verdict struct {
	Case      string    `json:"case"`
	Index     int       `json:"index"`
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Judged    bool      `json:"judged"` // false for kinds that are neither Istio's nor Flagger's
	Refusals  []refusal `json:"refusals"`
	Warnings  []string  `json:"warnings"`
}

func (v *verdict) refuse(judge string, err error) {
	if err != nil {
		v.Refusals = append(v.Refusals, refusal{Judge: judge, Message: err.Error()})
	}
}

type judge struct {
	schemas collection.Schemas
	crds    *crds.Validator
}

func newJudge(crdFiles []string, schemas collection.Schemas) (*judge, error) {
	validator, err := crds.NewValidatorFromFilesWithOptions(crdFiles, crds.WithoutCRDValidation())
	if err != nil {
		return nil, fmt.Errorf("cannot read the CRDs: %w", err)
	}
	return &judge{schemas: schemas, crds: validator}, nil
}

// judge asks everybody who would be asked in a cluster; a panic is a refusal, so that the next object has its turn.
func (j *judge) judge(document string) (result *verdict) {
	result = &verdict{Refusals: []refusal{}, Warnings: []string{}}
	defer func() {
		if reason := recover(); reason != nil {
			result.refuse("panic", fmt.Errorf("%v", reason))
		}
	}()
	// As kubectl reads it: YAML 1.1, in which `on` is true, and a key written twice is a mistake.
	raw, err := yaml.YAMLToJSONStrict([]byte(document))
	if err != nil {
		result.Judged = true
		result.refuse("yaml", err)
		return result
	}
	var object unstructured.Unstructured
	// Not by a YAML decoder: that makes every number a float, and CEL then refuses all ports.
	if err := object.UnmarshalJSON(raw); err != nil {
		result.Judged = true
		result.refuse("yaml", err)
		return result
	}
	result.Kind, result.Namespace, result.Name = object.GetKind(), object.GetNamespace(), object.GetName()
	gvk := object.GroupVersionKind()
	// Whatever the version, as the webhook does; the CRDs know which versions there are.
	schema, isKnown := j.schemas.FindByGroupKind(resource.FromKubernetesGVK(&gvk))
	result.Judged = strings.HasSuffix(gvk.Group, "istio.io") || gvk.Group == flagger
	if !result.Judged {
		return result
	}
	if gvk.Group == flagger {
		// Flagger has no webhook: its CRD is all that a cluster asks.
		result.refuse("API server", j.crds.ValidateCustomResource(&object))
		return result
	}
	if !isKnown {
		result.refuse("webhook", fmt.Errorf("unrecognized type %v", gvk))
		return result
	}
	result.refuse("API server", j.crds.ValidateCustomResource(&object))
	warnings, err := askWebhook(schema, raw, result)
	result.refuse("webhook", err)
	result.Warnings = append(result.Warnings, messages(warnings)...)
	return result
}

// askWebhook does what `istiod` does when the API server asks it about an object.
func askWebhook(schema resource.Schema, raw []byte, result *verdict) (warnings error, err error) {
	var object crd.IstioKind
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, fmt.Errorf("cannot decode configuration: %w", err)
	}
	if !schema.IsClusterScoped() && object.Namespace == "" {
		object.Namespace = metav1.NamespaceDefault
	}
	result.refuse("API server", validation.ValidateObjectMeta(&object.ObjectMeta, !schema.IsClusterScoped(), validation.NameIsDNSSubdomain, nil).ToAggregate())
	config, err := crd.ConvertObject(schema, &object, "cluster.local")
	if err != nil {
		return nil, fmt.Errorf("error decoding configuration: %w", err)
	}
	warnings, err = schema.ValidateConfig(*config)
	return warnings, err
}

func messages(warnings error) []string {
	if warnings == nil {
		return nil
	}
	var several *multierror.Error
	if !errors.As(warnings, &several) {
		return []string{warnings.Error()}
	}
	all := []string{}
	for _, one := range several.Errors {
		all = append(all, one.Error())
	}
	return all
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

func documents(text string) []string {
	found := []string{}
	for _, document := range separator.Split(text, -1) {
		if strings.TrimSpace(document) != "" {
			found = append(found, document)
		}
	}
	return found
}
