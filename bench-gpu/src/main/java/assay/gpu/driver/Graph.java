package assay.gpu.driver;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;

/** Launches that are recorded once and started together with one call. */
public final class Graph extends Resource {
  private final CUgraphExec executable;

  private Graph(Ledger ledger, CUgraphExec executable) {
    super(ledger, "graph");
    this.executable = executable;
  }

  /** Instantiates a recorded graph and destroys the recording. */
  static Graph instantiate(Ledger ledger, CUgraph recorded, String purpose) {
    CUgraphExec executable = new CUgraphExec();
    int code = JCudaDriver.cuGraphInstantiate(executable, recorded, 0);
    int destroyed = JCudaDriver.cuGraphDestroy(recorded);
    CudaException.check(code, "cuGraphInstantiate", purpose);
    Graph graph = new Graph(ledger, executable);
    if (destroyed != 0) {
      graph.close();
      CudaException.check(destroyed, "cuGraphDestroy", purpose);
    }
    return graph;
  }

  /** Starts everything; does not wait. */
  public void launch(Stream stream, String purpose) {
    CudaException.check(
        JCudaDriver.cuGraphLaunch(executable, stream.handle()), "cuGraphLaunch", purpose);
  }

  @Override
  void release() {
    CudaException.check(
        JCudaDriver.cuGraphExecDestroy(executable), "cuGraphExecDestroy", "a graph");
  }
}
