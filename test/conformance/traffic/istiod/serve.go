package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	kubeerrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/test"
)

// What is written into the cluster, or removed from it. Nothing is gathered: the proxies hear of each object by itself.
type change struct {
	Remove  bool   `json:"remove"`
	Configs string `json:"configs"`
	Objects string `json:"objects"`
}

type progress struct {
	Address string `json:"address,omitempty"`
	Changes int    `json:"changes"`
}

// Serves proxies as istiod does. It says where, and then reads changes, and says of each that it is made.
func serve(answers *os.File, meshConfig string) error {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(answers)
	return test.Wrap(func(t test.Failer) {
		server, err := listening(t, meshConfig)
		if err != nil {
			t.Fatal(err)
		}
		done := progress{Address: server.Listener.Addr().String()}
		for ; ; done.Changes++ {
			if err := out.Encode(done); err != nil {
				t.Fatal(err)
			}
			var next change
			if err := in.Decode(&next); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
			if err := next.makeIn(server); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func listening(t test.Failer, meshConfig string) (*xds.FakeDiscoveryServer, error) {
	fullMesh, err := mesh.ApplyMeshConfigDefaults(meshConfig)
	if err != nil {
		return nil, fmt.Errorf("mesh configuration: %w", err)
	}
	return xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		MeshConfig:      fullMesh,
		ListenerBuilder: func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") },
	}), nil
}

func (c change) makeIn(server *xds.FakeDiscoveryServer) error {
	configs, refused, err := readConfigs(c.Configs)
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return errors.New(strings.Join(refused, "; "))
	}
	objects, err := readObjects(c.Objects)
	if err != nil {
		return err
	}
	tracker := server.KubeClient().Kube().(*fake.Clientset).Tracker()
	for _, object := range objects {
		if err := c.makeOfObject(tracker, object); err != nil {
			return err
		}
	}
	for _, one := range configs {
		if err := c.makeOfConfig(server.Store(), one); err != nil {
			return err
		}
	}
	return nil
}

func (c change) makeOfObject(tracker testing.ObjectTracker, object runtime.Object) error {
	own, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	kind, _ := meta.UnsafeGuessKindToResource(object.GetObjectKind().GroupVersionKind())
	if c.Remove {
		return tracker.Delete(kind, own.GetNamespace(), own.GetName())
	}
	err = tracker.Update(kind, object, own.GetNamespace())
	if kubeerrors.IsNotFound(err) {
		err = tracker.Create(kind, object, own.GetNamespace())
	}
	return err
}

func (c change) makeOfConfig(store model.ConfigStoreController, one config.Config) (err error) {
	switch {
	case c.Remove:
		err = store.Delete(one.GroupVersionKind, one.Name, one.Namespace, nil)
	case store.Get(one.GroupVersionKind, one.Name, one.Namespace) == nil:
		_, err = store.Create(one)
	default:
		_, err = store.Update(one)
	}
	return err
}

func readObjects(text string) (objects []runtime.Object, err error) {
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 512*1024)
	for {
		var raw runtime.RawExtension
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return objects, nil
		} else if err != nil {
			return nil, err
		}
		object, _, err := kube.IstioCodec.UniversalDeserializer().Decode(raw.Raw, nil, nil)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", raw.Raw, err)
		}
		objects = append(objects, object)
	}
}
