package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
)

const istioNamespace = "istio-system"

// The pods of a set are none that a sidecar was injected into: that they have no proxy is known.
const podMissingProxy = "IST0103"

// Nor was the image of their proxies replaced, as it would be when they are created.
const imageNotReplaced = "IST0147"

const templatePodSuffix = "-pod"

// Kinds without a namespace that Istio reads, and what commonly lies beside them.
var clusterScoped = map[string]bool{
	"ClusterRole": true, "ClusterRoleBinding": true, "CustomResourceDefinition": true, "GatewayClass": true, "MutatingWebhookConfiguration": true,
	"Namespace": true, "Node": true, "PersistentVolume": true, "PriorityClass": true, "StorageClass": true, "ValidatingWebhookConfiguration": true,
}

type message struct {
	Code  string `json:"code"`
	Level string `json:"level"`
	// What `istioctl` prints before the code: kind, namespace and name.
	Object string `json:"object"`
	Text   string `json:"text"`
}

// analysis is what `istioctl analyze` says about a set of objects that is all of a cluster.
type analysis struct {
	Case     string    `json:"case"`
	Messages []message `json:"messages"`
	// Why there is none: objects exist that make an analyzer panic.
	Failure string `json:"failure,omitempty"`
}

func analyze(text string) (result *analysis) {
	result = &analysis{Messages: []message{}}
	defer func() {
		if reason := recover(); reason != nil {
			result.Failure = fmt.Sprint(reason)
		}
	}()
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", istioNamespace, nil)
	readers := []local.ReaderSource{{Name: "set", Reader: strings.NewReader(clusterOf(text))}}
	// First, so that Services and Pods stay: the other sources leave them out.
	if err := analyzer.AddTestReaderKubeSource(readers); err != nil {
		result.Failure = err.Error()
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		result.Failure = err.Error()
	}
	cancel := make(chan struct{})
	defer close(cancel)
	found, err := analyzer.Analyze(cancel)
	if err != nil {
		result.Failure = err.Error()
	}
	for _, one := range found.Messages {
		if message := messageOf(one); message.Code != podMissingProxy && !(message.Code == imageNotReplaced && strings.HasSuffix(message.Object, templatePodSuffix)) {
			result.Messages = append(result.Messages, message)
		}
	}
	return result
}

func messageOf(found diag.Message) message {
	object := ""
	if found.Resource != nil {
		object = found.Resource.Origin.FriendlyName()
	}
	return message{Code: found.Type.Code(), Level: found.Type.Level().String(), Object: object, Text: fmt.Sprintf(found.Type.Template(), found.Parameters...)}
}

// clusterOf completes objects as a cluster would: a namespace, the defaults of Services, and the pods of Deployments.
func clusterOf(text string) string {
	whole := []string{}
	for _, document := range documents(text) {
		raw, err := yaml.YAMLToJSON([]byte(document))
		var object unstructured.Unstructured
		if err != nil || object.UnmarshalJSON(raw) != nil {
			// The analyzers say themselves what they cannot read.
			whole = append(whole, document)
			continue
		}
		if object.GetNamespace() == "" && !clusterScoped[object.GetKind()] {
			object.SetNamespace("default")
		}
		if object.GetKind() == "Service" {
			defaultPorts(&object)
		}
		whole = append(whole, jsonOf(object.Object))
		if pod := podOf(object); pod != nil {
			whole = append(whole, jsonOf(pod))
		}
	}
	return strings.Join(whole, "\n---\n")
}

func defaultPorts(service *unstructured.Unstructured) {
	ports, _, _ := unstructured.NestedSlice(service.Object, "spec", "ports")
	for _, one := range ports {
		port, isMap := one.(map[string]any)
		if !isMap {
			return
		}
		if _, given := port["protocol"]; !given {
			port["protocol"] = "TCP"
		}
		if _, given := port["targetPort"]; !given {
			port["targetPort"] = port["port"]
		}
	}
	if len(ports) > 0 {
		_ = unstructured.SetNestedSlice(service.Object, ports, "spec", "ports")
	}
}

func podOf(workload unstructured.Unstructured) map[string]any {
	template, found, err := unstructured.NestedMap(workload.Object, "spec", "template")
	if workload.GetKind() != "Deployment" || !found || err != nil {
		return nil
	}
	metadata, isMap := template["metadata"].(map[string]any)
	if !isMap {
		metadata = map[string]any{}
	}
	metadata["name"], metadata["namespace"] = workload.GetName()+templatePodSuffix, workload.GetNamespace()
	return map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
}

func jsonOf(object map[string]any) string {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	return string(text)
}
