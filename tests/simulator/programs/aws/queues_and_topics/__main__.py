"""A topic that fans out to a queue and an address, a queue in order, and a queue for what could not be done."""

import json

import pulumi
import pulumi_aws as aws

key = aws.kms.Key("messages", description="Messages", enable_key_rotation=True, deletion_window_in_days=7)
aws.kms.Alias("messages", name="alias/messages", target_key_id=key.key_id)
topic = aws.sns.Topic("orders", display_name="Orders", kms_master_key_id=key.arn)
failed = aws.sqs.Queue("failed", message_retention_seconds=1209600)
queue = aws.sqs.Queue(
    "billing",
    visibility_timeout_seconds=60,
    receive_wait_time_seconds=20,
    delay_seconds=5,
    redrive_policy=failed.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})),
)
aws.sqs.RedriveAllowPolicy(
    "failed",
    queue_url=failed.id,
    redrive_allow_policy=queue.arn.apply(
        lambda arn: json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]})
    ),
)
aws.sqs.QueuePolicy(
    "billing",
    queue_url=queue.id,
    policy=pulumi.Output.all(queue.arn, topic.arn).apply(
        lambda arns: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "FromTheTopic",
                        "Effect": "Allow",
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": arns[0],
                        "Condition": {"ArnEquals": {"aws:SourceArn": arns[1]}},
                    }
                ],
            }
        )
    ),
)
aws.sns.TopicSubscription(
    "billing",
    topic=topic.arn,
    protocol="sqs",
    endpoint=queue.arn,
    raw_message_delivery=True,
    filter_policy=json.dumps({"kind": ["invoice"]}),
)
aws.sns.TopicSubscription("people", topic=topic.arn, protocol="email", endpoint="team@example.com")
ordered = aws.sqs.Queue(
    "ordered",
    name="ordered.fifo",
    fifo_queue=True,
    content_based_deduplication=True,
    deduplication_scope="messageGroup",
    fifo_throughput_limit="perMessageGroupId",
)
steps = aws.sns.Topic("steps", name="steps.fifo", fifo_topic=True, content_based_deduplication=True)
aws.sns.TopicSubscription("steps", topic=steps.arn, protocol="sqs", endpoint=ordered.arn)
aws.cloudwatch.MetricAlarm(
    "failed",
    comparison_operator="GreaterThanOrEqualToThreshold",
    evaluation_periods=1,
    metric_name="ApproximateNumberOfMessagesVisible",
    namespace="AWS/SQS",
    dimensions={"QueueName": failed.name},
    period=300,
    statistic="Maximum",
    threshold=1,
    alarm_actions=[topic.arn],
)
pulumi.export("queue", queue.url)
