using BlazorShop.Common;
using BlazorShop.Orders;

namespace BlazorShop.Tests.Common;

/// <summary>A filter in an address is a name of its kind or none at all.</summary>
public sealed class EnumNameTests
{
    [Theory]
    [InlineData("Confirmed", OrderStatus.Confirmed)]
    [InlineData(" confirmed ", OrderStatus.Confirmed)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_filter_of_an_address_is_read_whatever_its_capitals_and_an_empty_one_is_none(string? name, OrderStatus? status)
    {
        Assert.True(EnumName.TryParse<OrderStatus>(name, out var read));
        Assert.Equal(status, read);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("Pending,Confirmed")]
    [InlineData("Confirmed\0")]
    [InlineData("Confirmd")]
    public void A_number_a_list_and_a_mistyped_name_are_no_filter_that_shows_something_else(string name) =>
        Assert.False(EnumName.TryParse<OrderStatus>(name, out _));
}
