using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BlazorShop.Localization;
using BlazorShop.Tests.Architecture;

namespace BlazorShop.Tests.Localization;

/// <summary>The sources of a room and its texts, looked at without running them.</summary>
public sealed partial class RoomTexts(string room, string resources)
{
    public static string Root { get; } = Path.Combine(TextCutTests.Repository(), "BlazorShop");

    public IEnumerable<(string File, string Source)> Sources =>
        Directory.EnumerateFiles(Path.Combine(Root, room), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".razor" or ".cs")
            .Select(f => (Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText(f)));

    /// <summary>The texts of each language, by key.</summary>
    public Dictionary<string, Dictionary<string, string>> ByLanguage { get; } = Languages.All.ToDictionary(
        l => l.Tag,
        l => XDocument.Load(Path.Combine(Root, resources + (l == Languages.Neutral ? "" : "." + l.Tag) + ".resx")).Root!
            .Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value));

    public Dictionary<string, string> Neutral => ByLanguage[Languages.Neutral.Tag];

    /// <summary>The keys that a source asks for: where a text is looked up, and any other name that begins as keys do.</summary>
    public static IEnumerable<string> KeysIn(string source, IEnumerable<string> known)
    {
        var places = known.Select(k => k.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (Match counted in Counted().Matches(source))
        {
            yield return counted.Groups[1].Value + ".One";
            yield return counted.Groups[1].Value + ".Other";
        }

        // A key that ends in a kind: every text of that place is asked for. That each kind has one is a test of its own.
        foreach (Match found in OfKind().Matches(source))
        {
            foreach (var key in known.Where(k => k.StartsWith(found.Groups[1].Value, StringComparison.Ordinal)))
                yield return key;
        }

        foreach (Match found in LookedUp().Matches(source))
            yield return found.Groups[1].Success ? found.Groups[1].Value : found.Groups[2].Value;
        foreach (Match found in Named().Matches(Counted().Replace(source, "")))
        {
            if (places.Contains(found.Groups[1].Value.Split('.')[0]))
                yield return found.Groups[1].Value;
        }
    }

    /// <summary>Words for people that stand in a component itself.</summary>
    public static List<string> LiteralsIn(string razor)
    {
        razor = Comment().Replace(razor, "");
        var at = CodeBlock().Match(razor);
        var (markup, code) = at.Success ? (razor[..at.Index], razor[at.Index..]) : (razor, "");
        var left = Literal().Matches(ForUs().Replace(code, "")).Select(m => m.Groups[1].Value).Where(IsSentence).ToList();
        markup = WithoutExpressions(Directive().Replace(markup, ""));
        foreach (Match tag in Tag().Matches(markup))
            left.AddRange(SpokenAttribute().Matches(tag.Value).Select(m => m.Groups[1].Value).Where(v => Word().IsMatch(v)));
        left.AddRange(Tag().Replace(markup, "\n").Split('\n').Select(l => Statement().Replace(l, "").Trim(' ', '\r', '\t', '\u0001')).Where(l => Word().IsMatch(l)));
        return left;
    }

    /// <summary>The places of arguments and of links, which every language must have.</summary>
    public static string Placeholders(string text) => string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal));

    private static bool IsSentence(string literal) =>
        TwoWords().IsMatch(Inserted().Replace(literal, " ")) && !literal.StartsWith('/') && !Classes().IsMatch(literal);

    /// <summary>Each @expression is replaced by a mark, with the brackets that belong to it.</summary>
    private static string WithoutExpressions(string markup)
    {
        var left = new StringBuilder(markup.Length);
        for (var i = 0; i < markup.Length; i++)
        {
            if (markup[i] != '@' || i + 1 == markup.Length || !(char.IsLetter(markup[i + 1]) || markup[i + 1] == '('))
            {
                left.Append(markup[i]);
                continue;
            }

            i++;
            while (i < markup.Length)
            {
                if (char.IsLetterOrDigit(markup[i]) || markup[i] == '_')
                    i++;
                else if (markup[i] is '(' or '[')
                    i = After(markup, i);
                else if (markup[i] is '.' or '?' or '!' && i + 1 < markup.Length && (char.IsLetter(markup[i + 1]) || markup[i + 1] is '.' or '['))
                    i++;
                else if (markup[i] == ' ' && Keyword().IsMatch(markup[..i]) && i + 1 < markup.Length && markup[i + 1] == '(')
                    i++;
                else
                    break;
            }

            left.Append('\u0001');
            i--;
        }

        return left.ToString();
    }

    private static int After(string text, int opening)
    {
        var depth = 0;
        for (var i = opening; i < text.Length; i++)
        {
            if (text[i] == '"')
                i = text.IndexOf('"', i + 1);
            else if (text[i] is '(' or '[')
                depth++;
            else if (text[i] is ')' or ']' && --depth == 0)
                return i + 1;
            if (i < 0)
                break;
        }

        return text.Length;
    }

    [GeneratedRegex(@"\[\s*\$\x22([A-Z]\w*\.)\{")]
    private static partial Regex OfKind();

    [GeneratedRegex(@"\bCount\(\x22([^\x22]+)\x22,")]
    private static partial Regex Counted();

    [GeneratedRegex(@"(?:\bT|\bAll)\[\x22([^\x22]+)\x22|(?:Needed\(|AtMost\(\d+, |SameAs\([^\x22]*, )\x22([^\x22]+)\x22")]
    private static partial Regex LookedUp();

    [GeneratedRegex(@"(?<!\$)\x22([A-Z]\w*(?:\.[A-Z]\w*)+)\x22")]
    private static partial Regex Named();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@code\b", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^@(?:page|using|inject|inherits|attribute|layout|implements|namespace|typeparam|rendermode)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"//.*$|throw new .*$", RegexOptions.Multiline)]
    private static partial Regex ForUs();

    [GeneratedRegex("\"((?:[^\"\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("<(?:\"[^\"]*\"|[^\">])*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![-\w])(?:Label|Hint|Title|title|alt|Alt|aria-label|data-label|placeholder|Placeholder|Text|Heading|Subject|Message)=\x22([^\x22]*)\x22")]
    private static partial Regex SpokenAttribute();

    [GeneratedRegex(@"^\s*(?:else if .*|else|if \(.*\)|foreach \(.*\)|case .*:|default:|return;|break;|var .*;|\w+ = .*;|//.*)\s*$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"@(?:if|foreach|for|while|switch)$")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{L}{2,}[^<>=]* \p{L}")]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Inserted();

    /// <summary>Names of the stylesheet: at least one of them has a hyphen, and none a capital or a full stop.</summary>
    [GeneratedRegex(@"^(?=.*-)[a-z]+(?:-[a-z0-9]+)*(?: [a-z]+(?:-[a-z0-9]+)*)+$")]
    private static partial Regex Classes();

    [GeneratedRegex(@"\{\d+\}|\[")]
    private static partial Regex Placeholder();
}
