namespace BlazorShop.Orders;

// The words of the contract's status columns: they are stored, exported and shown as they stand here.

public enum OrderStatus
{
    Pending,
    Confirmed,
    Completed,
    Cancelled,
    Expired,
}

public enum PaymentStatus
{
    Unpaid,
    Processing,
    Paid,
    Failed,
    PartiallyRefunded,
    Refunded,
    Disputed,
}

public enum FulfilmentStatus
{
    Unfulfilled,
    PartiallyShipped,
    Shipped,
    Delivered,
}
