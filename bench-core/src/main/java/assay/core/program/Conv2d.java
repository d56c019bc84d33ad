package assay.core.program;

import java.util.List;

/**
 * y[n,p,q,k] = Σ over r,s,c of x[n, p·strideH + r − padH, q·strideW + s − padW, c] · w[k,r,s,c],
 * with zeros outside x (cross-correlation, as every deep-learning library calls convolution).
 *
 * @param x (N,H,W,C)
 * @param w (K,R,S,C)
 * @param y (N,P,Q,K)
 */
public record Conv2d(Tensor x, Tensor w, Tensor y, Window2d window) implements Op {

  /**
   * @throws ProgramException if shapes or types do not fit
   */
  public Conv2d {
    Convolutions.check("Conv2d", x, w, y, window);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, w);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y);
  }

  /** 2·N·P·Q·K·R·S·C; products with padding are counted, as is customary. */
  @Override
  public long flops() {
    return Convolutions.flops(w, y);
  }

  @Override
  public void backward(Gradients g) {
    Tensor dy = g.of(y);
    if (g.needed(x)) {
      g.add(x, g.program().conv2dBackwardInput(dy, w, x.shape(), window));
    }
    if (g.needed(w)) {
      g.add(w, g.program().conv2dBackwardFilter(x, dy, window));
    }
  }
}
