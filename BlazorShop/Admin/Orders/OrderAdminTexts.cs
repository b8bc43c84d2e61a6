namespace BlazorShop.Admin.Orders;

/// <summary>Stands for the texts of this room, which are in the files beside it. A key is a place and a meaning, never the English sentence.</summary>
public sealed class OrderAdminTexts;
