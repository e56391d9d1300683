"""Says which errors botocore's model of Kinesis documents for each operation."""
import botocore.session

model = botocore.session.get_session().get_service_model("kinesis")
for operation in model.operation_names:
    print(operation, *sorted(shape.name for shape in model.operation_model(operation).error_shapes))
