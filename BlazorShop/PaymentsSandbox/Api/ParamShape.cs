using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>
/// The parameters an operation accepts, written as an indented list: <c>name type</c>, <c>!</c> for required, <c>?</c> for what an
/// empty value unsets, <c>[]</c> for lists, nested lines for objects; a <c>currency</c>, a <c>country</c> and a <c>destination</c> are codes. Turns form text into typed JSON and refuses what Stripe would refuse.
/// </summary>
internal sealed class ParamShape
{
    private readonly Dictionary<string, ParamShape> _children = [];
    private string _type = "object";
    private bool _required;
    private bool _list;
    private bool _isNew;
    private bool _unsets = true;

    public static ParamShape Parse(string text) => Parse(text, unsetsAll: true);

    /// <summary>The parameters that change something: an empty value is refused wherever Stripe does not say that it unsets one.</summary>
    public static ParamShape OfChange(string text) => Parse(text, unsetsAll: false);

    private static ParamShape Parse(string text, bool unsetsAll)
    {
        var root = new ParamShape();
        var open = new List<ParamShape> { root };
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Trim().Length > 0))
        {
            var depth = (line.Length - line.TrimStart().Length) / 2;
            var words = line.Trim().Split(' ');
            var name = words[0];
            var shape = new ParamShape
            {
                _type = words.Length > 1 ? words[1] : "object",
                _required = name.Contains('!'),
                _list = name.EndsWith("[]", StringComparison.Ordinal),
                _unsets = unsetsAll || name.Contains('?'),
            };
            open.RemoveRange(depth + 1, open.Count - depth - 1);
            open[depth]._children.Add(name.TrimEnd('[', ']', '!', '?'), shape);
            open.Add(shape);
        }
        root._children.TryAdd("expand", new ParamShape { _type = "text", _list = true });
        return root;
    }

    /// <summary>A list that can be filtered by when its objects were created.</summary>
    public static ParamShape ListOf(string filters) => PageOf(filters.TrimEnd() + "\ncreated any");

    public static ParamShape PageOf(string filters) => Parse(filters.TrimEnd() + "\nending_before text\nlimit int\nstarting_after text\n");

    /// <summary>Every parameter with its path, for the test that compares them with Stripe's specification.</summary>
    public IEnumerable<(string Path, string Type, bool Required, bool List)> All => Under("");

    private IEnumerable<(string Path, string Type, bool Required, bool List)> Under(string path) => _children.SelectMany(child =>
        new[] { (ParamText.Join(path, child.Key), child.Value._type, child.Value._required, child.Value._list) }.Concat(child.Value.Under(ParamText.Join(path, child.Key))));

    /// <summary>The parameters of something that is made new: an empty value has nothing to unset and is refused, as Stripe does.</summary>
    public static ParamShape OfNew(string text)
    {
        var shape = Parse(text);
        shape._isNew = true;
        return shape;
    }

    public JsonObject Read(JsonObject raw)
    {
        if (_isNew)
            ParamText.RefuseEmpty(raw, "");
        return ReadObject(raw, "");
    }

    private JsonObject ReadObject(JsonObject raw, string path)
    {
        foreach (var (name, _) in raw)
        {
            if (!_children.ContainsKey(name))
                throw ApiError.Unknown(ParamText.Join(path, name));
        }

        var result = new JsonObject();
        foreach (var (name, shape) in _children)
        {
            if (raw.TryGetPropertyValue(name, out var value) && value is not null)
                result[name] = shape.ReadValue(value, ParamText.Join(path, name));
            else if (shape._required)
                throw ApiError.Missing(ParamText.Join(path, name));
        }
        return result;
    }

    private JsonNode? ReadValue(JsonNode value, string path)
    {
        if (!_unsets && ParamText.IsEmpty(value))
            throw ApiError.Empty(path);
        if (!_list)
            return ReadOne(value, path);
        if (ParamText.IsEmpty(value))
            return new JsonArray();
        if (value is not JsonObject items || FormTree.AsList(items) is not { } list)
            throw ApiError.Invalid("Invalid array", path, "parameter_invalid_array");
        return new JsonArray([.. list.Select((item, i) => ReadOne(item, $"{path}[{i}]"))]);
    }

    private JsonNode? ReadOne(JsonNode value, string path)
    {
        if (_type == "any")
            return value.DeepClone();
        if (_type is "object" or "map")
        {
            if (ParamText.IsEmpty(value))
                return null;
            if (value is not JsonObject nested)
                throw ApiError.Invalid("Invalid object", path, "parameter_invalid_object");
            return _type == "map" ? nested.DeepClone() : ReadObject(nested, path);
        }
        return ParamText.Read(value, _type, path);
    }
}
