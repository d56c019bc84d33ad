package assay.cli;

import assay.report.text.Language;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A report's language: {@code en}, {@code de}, {@code zh-Hans}, or {@code zh} for the last. */
final class LanguageConverter implements ITypeConverter<Language> {
  @Override
  public Language convert(String text) {
    if (text.equalsIgnoreCase("zh")) {
      return Language.ZH_HANS;
    }
    try {
      return Language.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
