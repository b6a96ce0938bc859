package dev.podium.kubelet;

import dev.podium.kubelet.agnhost.Agnhost;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.program.BasicPrograms;
import dev.podium.kubelet.server.ServerPrograms;
import dev.podium.kubelet.shell.ShellPrograms;
import dev.podium.network.Network;
import dev.podium.runtime.Simulation;

/// The kubelets of a simulated cluster, whose processes and servers the cluster waits for when it
/// settles.
///
/// @param running what runs
public record SimulatedNodes(Kernel kernel, Network network, RunningPods running)
    implements AutoCloseable {
  public static SimulatedNodes register(Simulation cluster, int nodes) {
    Kernel kernel =
        new Kernel(
            cluster.clock(),
            Programs.of(
                BasicPrograms.all(),
                ShellPrograms.programs(),
                ServerPrograms.all(),
                Agnhost.programs()));
    Network network = Network.plain(cluster.clock());
    RunningPods running = new RunningPods();
    Kubelets.register(
        cluster.loops(),
        cluster.user(),
        new Kubelets.Machinery(kernel, network, ImageCatalog.builtIn(), running),
        nodes);
    cluster.waitFor(() -> kernel.isQuiet() && network.isQuiet());
    return new SimulatedNodes(kernel, network, running);
  }

  @Override
  public void close() {
    kernel.close();
    network.close();
  }
}
