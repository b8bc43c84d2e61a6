using System.Globalization;

namespace BlazorShop.Common;

/// <summary>Names of countries by ISO 3166 two-letter code, in English.</summary>
public static class Countries
{
    public static string Name(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
