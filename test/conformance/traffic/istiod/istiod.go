package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/util/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/test"
)

const (
	domain           = "cluster.local"
	defaultNamespace = "default"
)

type testCase struct {
	Case    string      `json:"case"`
	Configs string      `json:"configs"`
	Objects string      `json:"objects"`
	Mesh    string      `json:"mesh"`
	Proxies []proxySpec `json:"proxies"`
}

type proxySpec struct {
	// "sidecar" or "router".
	Type      string            `json:"type"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	IP        string            `json:"ip"`
}

type answer struct {
	Case    string        `json:"case"`
	Error   string        `json:"error,omitempty"`
	Refused []string      `json:"refused,omitempty"`
	Proxies []proxyConfig `json:"proxies,omitempty"`
}

type proxyConfig struct {
	Listeners []json.RawMessage `json:"listeners"`
	Routes    []json.RawMessage `json:"routes"`
	Clusters  []json.RawMessage `json:"clusters"`
	Endpoints []json.RawMessage `json:"endpoints"`
}

func answerTo(one testCase) (found answer) {
	found.Case = one.Case
	defer func() {
		if panicked := recover(); panicked != nil {
			found.Error = fmt.Sprintf("panic: %v", panicked)
		}
	}()
	configs, refused, err := readConfigs(one.Configs)
	found.Refused = refused
	if err != nil {
		found.Error = err.Error()
		return found
	}
	err = test.Wrap(func(t test.Failer) {
		meshConfig, err := mesh.ApplyMeshConfigDefaults(one.Mesh)
		if err != nil {
			t.Fatalf("mesh configuration: %v", err)
		}
		server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{Configs: configs, KubernetesObjectString: one.Objects, MeshConfig: meshConfig})
		for _, spec := range one.Proxies {
			found.Proxies = append(found.Proxies, configOf(t, server, spec))
		}
	})
	if err != nil {
		found.Error = err.Error()
	}
	return found
}

func configOf(t test.Failer, server *xds.FakeDiscoveryServer, spec proxySpec) proxyConfig {
	proxy := server.SetupProxy(&model.Proxy{
		Type:            model.NodeType(spec.Type),
		ID:              "proxy." + spec.Namespace,
		ConfigNamespace: spec.Namespace,
		Labels:          spec.Labels,
		IPAddresses:     []string{spec.IP},
		Locality:        &core.Locality{},
		Metadata: &model.NodeMetadata{
			Namespace:    spec.Namespace,
			Labels:       spec.Labels,
			ClusterID:    "Kubernetes",
			IstioVersion: "1.31.0",
		},
	})
	listeners := server.Listeners(proxy)
	clusters := server.Clusters(proxy)
	return proxyConfig{
		Listeners: texts(t, listeners),
		Routes:    texts(t, server.RoutesFromListeners(proxy, listeners)),
		Clusters:  texts(t, clusters),
		Endpoints: texts(t, server.Endpoints(proxy)),
	}
}

// Messages as JSON; protojson varies its white space on purpose, so that this is taken out.
func texts[T proto.Message](t test.Failer, messages []T) []json.RawMessage {
	out := make([]json.RawMessage, 0, len(messages))
	for _, message := range messages {
		text, err := protojson.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, text); err != nil {
			t.Fatal(err)
		}
		out = append(out, compact.Bytes())
	}
	return out
}

// The objects that Istio's webhook lets through, as a cluster would hold them, and what it says about the others.
func readConfigs(text string) (configs []config.Config, refused []string, err error) {
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 512*1024)
	sameTime := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for {
		var object crd.IstioKind
		if err := decoder.Decode(&object); errors.Is(err, io.EOF) {
			return configs, refused, nil
		} else if err != nil {
			return nil, refused, err
		}
		if object.Kind == "" {
			continue
		}
		kind := object.GroupVersionKind()
		schema, known := collections.PilotGatewayAPI().FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&kind))
		if !known {
			refused = append(refused, "unknown kind "+object.Kind)
			continue
		}
		one, err := crd.ConvertObject(schema, &object, domain)
		if err != nil {
			refused = append(refused, fmt.Sprintf("%s %s: %v", object.Kind, object.Name, err))
			continue
		}
		if one.Namespace == "" {
			one.Namespace = defaultNamespace
		}
		if one.CreationTimestamp.IsZero() {
			one.CreationTimestamp = sameTime
		}
		if _, err := schema.ValidateConfig(*one); err != nil {
			refused = append(refused, fmt.Sprintf("%s %s/%s: %v", object.Kind, one.Namespace, one.Name, err))
			continue
		}
		configs = append(configs, *one)
	}
}
