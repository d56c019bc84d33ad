package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.List;

/**
 * Gradient of {@link Conv2d} with respect to its filters: dw[k,r,s,c] = Σ over n,p,q of x[n,
 * p·strideH + r − padH, q·strideW + s − padW, c] · dy[n,p,q,k], with zeros outside x.
 *
 * @param x (N,H,W,C)
 * @param dy (N,P,Q,K)
 * @param dw (K,R,S,C)
 */
public record Conv2dBackwardFilter(Tensor x, Tensor dy, Tensor dw, Window2d window)
    implements Convolution2d {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Conv2dBackwardFilter {
    Convolutions.check("Conv2dBackwardFilter", x, dw, dy, window);
  }

  @Override
  public Tensor image() {
    return x;
  }

  @Override
  public Tensor filters() {
    return dw;
  }

  @Override
  public Tensor features() {
    return dy;
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, dy);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dw);
  }
}
