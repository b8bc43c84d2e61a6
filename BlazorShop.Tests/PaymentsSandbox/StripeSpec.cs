using System.Text.Json.Nodes;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>A fact that needs Stripe's specification, which lies beside the repository and is not part of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StripeSpecFactAttribute : FactAttribute
{
    public StripeSpecFactAttribute()
    {
        if (StripeSpec.Path is null)
            Skip = "shared/stripe/openapi.json is not beside the repository.";
    }
}

/// <summary>Stripe's OpenAPI document, and a small validator of answers against it.</summary>
internal sealed class StripeSpec
{
    private readonly JsonObject _root = JsonNode.Parse(File.ReadAllText(Path!))!.AsObject();

    public static string? Path { get; } = Locate();

    public IReadOnlyList<string> Problems(string schema, JsonNode? answer)
    {
        var problems = new List<string>();
        Check(Schema(schema), answer, schema, problems);
        return problems;
    }

    /// <summary>What an operation's answer must be, by path template as in the document.</summary>
    public IReadOnlyList<string> ProblemsOfList(string path, JsonNode? answer)
    {
        var problems = new List<string>();
        var content = _root["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!.AsObject();
        Check(content, answer, path, problems);
        return problems;
    }

    /// <summary>The body parameters of an operation, by path: whether each is required, its values where they are listed, what is said of it.</summary>
    public Dictionary<string, (bool Required, string[]? Values, string Description)> BodyParameters(string path)
    {
        var content = _root["paths"]![path]!["post"]!["requestBody"]!["content"]!.AsObject().First().Value!;
        var found = new Dictionary<string, (bool, string[]?, string)>(StringComparer.Ordinal);
        AddParameters(content["schema"]!.AsObject(), "", found);
        return found;
    }

    /// <summary>The same of the query; only names.</summary>
    public Dictionary<string, (bool Required, string[]? Values, string Description)> QueryParameters(string path) =>
        _root["paths"]![path]!["get"]!["parameters"]!.AsArray().Where(p => p!["in"]!.GetValue<string>() == "query")
            .ToDictionary(p => p!["name"]!.GetValue<string>(), p => (false, (string[]?)null, p!["description"]?.GetValue<string>() ?? ""));

    private void AddParameters(JsonObject raw, string at, Dictionary<string, (bool, string[]?, string)> found)
    {
        var schema = Filled(raw);
        var required = (schema["required"] as JsonArray ?? []).Select(n => n!.GetValue<string>()).ToHashSet();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            var path = at.Length == 0 ? name : $"{at}[{name}]";
            var value = Filled(property!.AsObject());
            var item = value["items"] is JsonObject items ? Filled(items) : value;
            var values = (item["enum"] as JsonArray)?.Select(v => v!.GetValue<string>()).Where(v => v.Length > 0).ToArray();
            found[path] = (required.Contains(name), values is { Length: > 0 } ? values : null, property["description"]?.GetValue<string>() ?? value["description"]?.GetValue<string>() ?? "");
            AddParameters(item, path, found);
        }
    }

    /// <summary>Without the empty text that may stand for it.</summary>
    private JsonObject Filled(JsonObject raw)
    {
        var schema = Resolve(raw);
        return schema["anyOf"] is JsonArray choices
            ? Filled(choices.OfType<JsonObject>().Select(Resolve).First(c => c["enum"] is not JsonArray { Count: 1 } only || only[0]!.GetValue<string>().Length > 0))
            : schema;
    }

    public HashSet<string> EventTypes() =>
        [.. Schema("event")["properties"]!["type"]!["enum"]!.AsArray().Select(t => t!.GetValue<string>())];

    private void Check(JsonObject raw, JsonNode? value, string at, List<string> problems)
    {
        var schema = Resolve(raw);
        if (value is null)
        {
            if (schema["nullable"]?.GetValue<bool>() != true && raw["nullable"]?.GetValue<bool>() != true)
                problems.Add($"{at} must not be null");
            return;
        }
        if (schema["anyOf"] is JsonArray choices)
        {
            var failures = new List<string>();
            foreach (var choice in choices.OfType<JsonObject>())
            {
                var tried = new List<string>();
                Check(choice, value, at, tried);
                if (tried.Count == 0)
                    return;
                failures.AddRange(tried);
            }
            problems.Add($"{at} fits none of its shapes: {string.Join("; ", failures.Take(3))}");
            return;
        }
        if (!HasType(schema["type"]?.GetValue<string>(), value))
        {
            problems.Add($"{at} is {value.GetValueKind()}, not {schema["type"]}");
            return;
        }
        if (schema["enum"] is JsonArray allowed && schema["x-stripeOpenEnum"]?.GetValue<bool>() != true
            && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
            problems.Add($"{at} is {value.ToJsonString()}, not one of its values");
        if (value is JsonArray items && schema["items"] is JsonObject item)
        {
            for (var i = 0; i < items.Count; i++)
                Check(item, items[i], $"{at}[{i}]", problems);
        }
        if (value is JsonObject members)
            CheckMembers(schema, members, at, problems);
    }

    private void CheckMembers(JsonObject schema, JsonObject members, string at, List<string> problems)
    {
        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            if (!members.ContainsKey(name!.GetValue<string>()))
                problems.Add($"{at}.{name} is missing");
        }
        if (schema["properties"] is not JsonObject properties)
            return;
        foreach (var (name, value) in members)
        {
            if (properties[name] is JsonObject property)
                Check(property, value, $"{at}.{name}", problems);
            else if (properties.Count > 0)
                problems.Add($"{at}.{name} is unknown to Stripe");
        }
    }

    private static bool HasType(string? type, JsonNode value) => type switch
    {
        null => true,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue v && v.TryGetValue<string>(out _),
        "integer" => value is JsonValue v && v.TryGetValue<long>(out _),
        "number" => value is JsonValue v && v.TryGetValue<double>(out _),
        "boolean" => value is JsonValue v && v.TryGetValue<bool>(out _),
        _ => false,
    };

    private JsonObject Schema(string name) => _root["components"]!["schemas"]![name]!.AsObject();

    private JsonObject Resolve(JsonObject schema)
    {
        while (schema["$ref"] is { } reference)
            schema = Schema(reference.GetValue<string>().Split('/')[^1]);
        return schema;
    }

    private static string? Locate()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "stripe", "openapi.json");
            if (File.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
