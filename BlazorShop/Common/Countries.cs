using System.Globalization;

namespace BlazorShop.Common;

/// <summary>Names of countries by ISO 3166 two-letter code, in the current language.</summary>
public static class Countries
{
    public static string Name(string code)
    {
        try
        {
            var region = new RegionInfo(code);
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            // A region of a language is named in that language; DisplayName keeps the language in which it was first asked.
            return language == "en" ? region.EnglishName : new RegionInfo($"{language}-{code}").NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
