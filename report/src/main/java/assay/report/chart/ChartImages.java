package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Charts as separate image files, with title and background. The same chart gives the same bytes
 * under any locale and time zone; no display is needed.
 */
public final class ChartImages {
  /** PNG pixels per CSS pixel. */
  public static final int PNG_SCALE = 2;

  private static final double MAX_PIXELS = 1e8;

  private ChartImages() {}

  /**
   * A self-contained SVG document: fonts are embedded and text stays text.
   *
   * @param title what one should see, a sentence
   * @param alternative text for readers who cannot see it
   */
  public static String svg(Chart chart, Theme theme, String title, String alternative) {
    return SvgImage.write(new TitledChart(chart, title), theme, title, alternative);
  }

  /**
   * A PNG file, {@value #PNG_SCALE} pixels per CSS pixel.
   *
   * @param title what one should see, a sentence
   * @throws IllegalArgumentException if it would have more than 100 million pixels
   */
  public static byte[] png(Chart chart, Theme theme, String title) {
    Chart titled = new TitledChart(chart, title);
    double width = Math.ceil(titled.width() * PNG_SCALE);
    double height = Math.ceil(titled.height() * PNG_SCALE);
    if (width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a PNG of %.0f × %.0f pixels is too large: draw fewer rows to a chart, or take the SVG",
              width,
              height));
    }
    BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.addRenderingHints(VectorChart.HINTS);
    g.scale(PNG_SCALE, PNG_SCALE);
    titled.draw(g, new Rectangle2D.Double(0, 0, titled.width(), titled.height()), theme);
    g.dispose();
    return bytes(image);
  }

  private static byte[] bytes(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("this Java runtime cannot write PNG: java.desktop is cut");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG could not be written to memory", e);
    }
    return out.toByteArray();
  }
}
