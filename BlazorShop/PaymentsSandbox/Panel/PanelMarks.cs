namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>What a row says at a glance: its state and its age.</summary>
internal static class PanelMarks
{
    public static Html Chip(string state)
    {
        var tone = state switch
        {
            "paid" or "delivered" or "dispute: won" or "no payment required" => "good",
            "failed" or "dropped" or "given up" or "dispute: lost" or "dispute: needs response" => "bad",
            "open" or "processing" or "waiting" => "busy",
            _ => "calm",
        };
        return Html.Of($"""<span class="chip {tone}">{state}</span>""");
    }

    public static string Age(long created, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.FromUnixTimeSeconds(created);
        return age.TotalSeconds < 60 ? "just now"
            : age.TotalMinutes < 60 ? $"{(int)age.TotalMinutes} min ago"
            : age.TotalHours < 48 ? $"{(int)age.TotalHours} h ago" : $"{(int)age.TotalDays} days ago";
    }
}
