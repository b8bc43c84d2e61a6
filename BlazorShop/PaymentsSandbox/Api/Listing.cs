using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Stripe's lists: newest first, filtered, paged by the id of the last or first object seen.</summary>
internal static class Listing
{
    /// <summary>A page of the documents of a kind, where the named parameters equal the members of the same name.</summary>
    public static JsonObject Of(ApiCall call, string kind, string url, params string[] filters) => Of(call, kind, url, [], filters);

    public static JsonObject Of(ApiCall call, string kind, string url, IEnumerable<(string Sql, object Value)> extra, params string[] filters)
    {
        var where = new List<string> { "kind = $kind" };
        var values = new List<(string, object?)> { ("$kind", kind) };
        void Add(string sql, object? value)
        {
            where.Add(sql.Replace("?", $"$p{values.Count}", StringComparison.Ordinal));
            values.Add(($"$p{values.Count}", value));
        }

        foreach (var name in filters)
        {
            if (call.Params[name] is not null)
                Add($"json_extract(json, '$.{name}') = ?", call.Params.Text(name));
        }
        foreach (var (sql, value) in extra)
            Add(sql, value);
        AddCreated(call.Params["created"], Add);

        var limit = call.Params.MaybeNumber("limit") ?? 10;
        if (limit is < 1 or > 100)
            throw ApiError.Invalid("Invalid limit: must be between 1 and 100", "limit", "parameter_invalid_integer");
        var backwards = call.Params.Text("ending_before") is not null;
        if (call.Params.Text("starting_after") is { } after)
            Add("seq < ?", SequenceOf(call, after, "starting_after"));
        if (call.Params.Text("ending_before") is { } before)
            Add("seq > ?", SequenceOf(call, before, "ending_before"));

        values.Add(("$limit", limit + 1));
        using var command = call.Work.Command(
            $"SELECT json FROM objects WHERE {string.Join(" AND ", where)} ORDER BY seq {(backwards ? "ASC" : "DESC")} LIMIT $limit", [.. values]);
        var found = SandboxWork.Documents(command);
        var more = found.Count > limit;
        if (more)
            found.RemoveAt(found.Count - 1);
        if (backwards)
            found.Reverse();
        return Whole(url, found, more);
    }

    public static JsonObject Whole(string url, IEnumerable<JsonObject> items, bool more = false) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. items.Select(item => item.Shown())]),
        ["has_more"] = more,
        ["url"] = url,
    };

    private static void AddCreated(JsonNode? created, Action<string, object?> add)
    {
        if (created is JsonValue moment)
            add("created = ?", ApiNumber(moment));
        else if (created is JsonObject range)
        {
            foreach (var (name, value) in range)
            {
                var comparison = name switch { "gt" => ">", "gte" => ">=", "lt" => "<", "lte" => "<=", _ => throw ApiError.Unknown($"created[{name}]") };
                add($"created {comparison} ?", ApiNumber(value));
            }
        }
    }

    private static long ApiNumber(JsonNode? value) =>
        long.TryParse(value?.GetValue<string>(), out var number) ? number : throw ApiError.Invalid("Invalid timestamp", "created", "parameter_invalid_integer");

    private static long SequenceOf(ApiCall call, string id, string param)
    {
        using var command = call.Work.Command("SELECT seq FROM objects WHERE id = $id", ("$id", id));
        return command.ExecuteScalar() as long? ?? throw ApiError.NoSuchParam("object", id, param);
    }
}
