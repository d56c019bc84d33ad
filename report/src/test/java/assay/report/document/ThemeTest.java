package assay.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Colours that can be told apart: by their contrast, and with a colour vision deficiency. */
class ThemeTest {
  /** Linear RGB as seen without red, green or blue cones (Machado, Oliveira, Fernandes 2009). */
  private static final double[][][] DEFICIENCIES = {
    {
      {0.152286, 1.052583, -0.204868},
      {0.114503, 0.786281, 0.099216},
      {-0.003882, -0.048116, 1.051998}
    },
    {
      {0.367322, 0.860646, -0.227968},
      {0.280085, 0.672501, 0.047413},
      {-0.011820, 0.042940, 0.968881}
    },
    {
      {1.255528, -0.076749, -0.178779},
      {-0.078411, 0.930809, 0.147602},
      {0.004733, 0.691367, 0.303900}
    }
  };

  static List<Theme> themes() {
    return List.of(Theme.LIGHT, Theme.DARK, Theme.PRINT);
  }

  @ParameterizedTest
  @MethodSource("themes")
  void textCanBeReadAndMarksCanBeSeen(Theme theme) {
    Color background = theme.color(Theme.Role.BACKGROUND);
    for (Theme.Role role :
        List.of(
            Theme.Role.TEXT,
            Theme.Role.MUTED,
            Theme.Role.GOOD,
            Theme.Role.INFO,
            Theme.Role.WARN,
            Theme.Role.BAD)) {
      assertThat(contrast(theme.color(role), background))
          .as("%s, %s: WCAG 1.4.3", theme.name(), role)
          .isGreaterThanOrEqualTo(4.5);
    }
    for (int i = 0; i < Theme.seriesColors(); i++) {
      assertThat(contrast(theme.series(i), background))
          .as("%s, series %d: WCAG 1.4.11", theme.name(), i)
          .isGreaterThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("themes")
  void noColourIsUsedTwice(Theme theme) {
    List<Color> all = new ArrayList<>(theme.roles().values());
    all.addAll(theme.series());
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    assertThat(theme.series()).hasSize(Theme.seriesColors());
    assertThat(theme.roles()).hasSize(Theme.Role.values().length);
  }

  /** By CIE76 distance as seen with each deficiency; most charts stay below six series. */
  @ParameterizedTest
  @MethodSource("themes")
  void seriesAreToldApartByEveryEye(Theme theme) {
    for (int deficiency = 0; deficiency < DEFICIENCIES.length; deficiency++) {
      for (int i = 0; i < Theme.seriesColors(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(distance(theme.series(i), theme.series(j), DEFICIENCIES[deficiency]))
              .as("%s, series %d and %d, deficiency %d", theme.name(), i, j, deficiency)
              .isGreaterThan(i < 6 ? 15 : 10);
        }
      }
    }
  }

  private static double contrast(Color a, Color b) {
    double high = Math.max(luminance(a), luminance(b));
    double low = Math.min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
  }

  private static double luminance(Color color) {
    double[] rgb = linear(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(Color color) {
    float[] s = color.getRGBColorComponents(null);
    double[] rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      rgb[i] = s[i] <= 0.04045 ? s[i] / 12.92 : Math.pow((s[i] + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double distance(Color a, Color b, double[][] seen) {
    double[] p = lab(times(seen, linear(a)));
    double[] q = lab(times(seen, linear(b)));
    return Math.sqrt(
        Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
  }

  private static double[] times(double[][] m, double[] v) {
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      out[i] = Math.clamp(m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2], 0, 1);
    }
    return out;
  }

  private static double[] lab(double[] rgb) {
    double x = f((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
    double y = f(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
    double z = f((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double f(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
